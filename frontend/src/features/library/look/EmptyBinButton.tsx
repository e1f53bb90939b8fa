import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { errorWords } from '@/shared/errors/error-text'
import { useAct } from '@/shared/images/use-act'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'
import { facetsQuery } from '../queries'
import { useLook } from './look-state'

/** Moves what was thrown away to the system's bin at once, instead of a little later. */
export function EmptyBinButton() {
  const { t } = useTranslation()
  const { act, busy } = useAct()
  const count = useQuery(facetsQuery(useLook((state) => state.look))).data?.trashed
  const empty = () =>
    void act(async () => {
      const { moved, error } = await call('empty_bin', {})
      if (error) toast(`${t('library.bin.stayed')} ${errorWords(t, error).text}`, { kind: 'error' })
      else toast(t('library.bin.moved', { count: moved }))
    })
  return (
    <Button size="sm" icon={Trash2} busy={busy} disabled={count === 0} className="ml-auto" onClick={empty}>
      {t('library.bin.now')}
    </Button>
  )
}
