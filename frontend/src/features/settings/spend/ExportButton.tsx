import { Download } from 'lucide-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'
import { saveText } from '../keys/transfer/save-text'

/** Every call of these days as a table for spreadsheets. */
export function ExportButton({ first, last }: { first: string; last: string }) {
  const { t } = useTranslation()
  const { mutate, isPending } = useMutation({
    mutationFn: () => call('export_spend', { first, last }),
    onSuccess: ({ name, text, path, rows }) => {
      if (text !== null) saveText(name, text, 'text/csv')
      if (text !== null || path !== null) toast(t('spend.exported', { count: rows }))
    },
    onError: (error) => toast(errorWords(t, asErrorInfo(error)).title, { kind: 'error' }),
  })
  return (
    <Button size="sm" icon={Download} busy={isPending} onClick={() => mutate()}>
      {t('spend.export')}
    </Button>
  )
}
