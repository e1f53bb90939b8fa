import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { Elapsed } from '@/shared/images/Elapsed'
import { formatSeconds } from '@/shared/images/image-format'
import { Button } from '@/shared/ui/Button'
import { Shimmer } from '@/shared/ui/Shimmer'
import { Caption } from './Caption'

interface WaitingCellProps {
  generation: Generation
  label: string
  usual: number | null
  /** Of several places of one generation the first holds the button. */
  cancel: boolean
}

export function WaitingCell({ generation, label, usual, cancel }: WaitingCellProps) {
  const { t } = useTranslation()
  const { state, started, waiting_until: until } = generation
  return (
    <>
      <div className="relative grid min-h-0 flex-1 place-items-center overflow-hidden bg-bg p-3 text-center">
        <Shimmer />
        <div className="relative flex max-w-full flex-col items-center">
          <span className="text-[22px] font-light tracking-[0.02em]">
            {until ? <Elapsed until={until} /> : started ? <Elapsed since={started} /> : t('compare.waiting.queued')}
          </span>
          <Reason label={label} usual={usual} waiting={!!until} />
          {cancel && (
            <Button
              size="sm"
              className="mt-2.5"
              onClick={(event) => {
                event.stopPropagation()
                void call('cancel', { id: generation.id }).catch(() => null)
              }}
            >
              {t('common.cancel')}
            </Button>
          )}
        </div>
      </div>
      <Caption label={label} generation={generation}>
        {t(until ? 'compare.waiting.limited' : `compare.waiting.${state}`)}
      </Caption>
    </>
  )
}

function Reason({ label, usual, waiting }: { label: string; usual: number | null; waiting: boolean }) {
  const { t, i18n } = useTranslation()
  const text = waiting
    ? t('compare.waiting.rateLimit', { model: label })
    : usual
      ? t('compare.waiting.usual', { model: label, seconds: formatSeconds(t, i18n.language, Math.max(1, usual), 0) })
      : label
  return <span className="mt-0.5 max-w-full text-balance text-muted">{text}</span>
}
