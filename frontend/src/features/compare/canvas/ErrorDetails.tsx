import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo, Generation } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { copyShown } from '@/shared/ui/copy-shown'
import { Popover } from '@/shared/ui/Popover'

/** The provider's own words and what was sent, as text: for a question to its support. */
export function ErrorDetails({ generation, error }: { generation: Generation; error: ErrorInfo }) {
  const { t } = useTranslation()
  const shown = useRef<HTMLPreElement>(null)
  const { provider_message: words, status, request_id: id } = error.details
  const facts = [generation.model, error.code, typeof status === 'number' && `HTTP ${status}`, typeof id === 'string' && id]
  const lines = [
    typeof words === 'string' ? words : error.message,
    '',
    facts.filter(Boolean).join(' · '),
    JSON.stringify(generation.sent),
  ].join('\n')
  return (
    <Popover
      label={t('compare.ended.details')}
      className="w-96 max-w-[calc(100vw-32px)]"
      trigger={
        <Button size="sm" variant="quiet">
          {t('compare.ended.details')}
        </Button>
      }
    >
      <pre
        ref={shown}
        className="m-0 max-h-60 overflow-auto font-mono text-sm break-words whitespace-pre-wrap text-muted"
        data-selectable
      >
        {lines}
      </pre>
      <div className="mt-2 flex justify-end">
        <Button size="sm" icon={Copy} onClick={() => void copyShown(lines, shown.current)}>
          {t('compare.ended.copyDetails')}
        </Button>
      </div>
    </Popover>
  )
}
