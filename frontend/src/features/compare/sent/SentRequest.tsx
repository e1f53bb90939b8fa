import { Copy } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestPreview } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { formatPrice } from '@/shared/images/image-format'
import { useModelLabel, useModels } from '@/shared/models/queries'
import { Adjustments } from '@/shared/parameters/Adjustments'
import { Button } from '@/shared/ui/Button'
import { copyShown } from '@/shared/ui/copy-shown'

/** What one model gets: where it goes, what differs from what was asked and why, and the request itself. */
export function SentRequest({ request }: { request: RequestPreview }) {
  const { t, i18n } = useTranslation()
  const shown = useRef<HTMLPreElement>(null)
  const label = useModelLabel()(request.model)
  const { model, calls, cost, address, body, adjustments, error, is_form } = request
  const provider = useModels().find(({ id }) => id === model)?.provider_label
  const words = error && errorWords(t, error, { model: label, provider })
  const facts = [address && t('sent.calls', { count: calls }), calls > 0 && formatPrice(t, i18n.language, cost)]
  return (
    <section aria-label={label} data-request={model}>
      <div className="flex min-w-0 items-baseline gap-2.5">
        <h3 className="m-0 min-w-0 truncate text-md font-semibold">{label}</h3>
        <span className="ml-auto shrink-0 text-sm text-muted tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
      </div>
      {words && (
        <p className="mt-1 mb-0 text-bad">{titled(t, words)}</p>
      )}
      <Adjustments adjustments={adjustments} />
      {address && (
        <p data-selectable className="mt-1.5 mb-1.5 font-mono text-sm text-muted [overflow-wrap:anywhere]">
          POST {address} · {t(is_form ? 'sent.form' : 'sent.json')}
        </p>
      )}
      {body && (
        <div className="relative">
          <pre ref={shown} data-selectable className="m-0 max-h-72 overflow-auto rounded-control border border-line bg-well p-2.5 pr-20 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
            {body}
          </pre>
          <Button size="sm" icon={Copy} className="absolute top-1.5 right-1.5" onClick={() => void copyShown(body, shown.current)}>
            {t('compare.ended.copyDetails')}
          </Button>
        </div>
      )}
      {calls > 1 && body && <p className="mt-1.5 mb-0 text-sm text-faint">{t('sent.alike', { count: calls - 1 })}</p>}
      {!address && !error && <p className="mt-1 mb-0 text-muted">{t(model.startsWith('offline/') ? 'sent.here' : 'sent.own')}</p>}
    </section>
  )
}
