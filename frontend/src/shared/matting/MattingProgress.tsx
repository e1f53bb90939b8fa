import { useTranslation } from 'react-i18next'
import type { MattingModel } from '@/bridge/contract'
import { formatBytes } from '../images/image-format'
import { ProgressBar } from '../ui/ProgressBar'

/** How far a download is, and how fast. */
export function MattingProgress({ model }: { model: MattingModel }) {
  const { t, i18n } = useTranslation()
  const bytes = (count: number) => formatBytes(count, i18n.language)
  const { received, size, speed, state } = model
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <ProgressBar label={t('matting.progress', { model: model.label })} part={size > 0 ? received / size : 0} />
      <span className="truncate text-sm text-faint tabular-nums">
        {t('matting.received', { received: bytes(received), size: bytes(size) })}
        {state === 'downloading' && speed ? ` · ${t('matting.speed', { speed: bytes(speed) })}` : ''}
        {state === 'paused' && ` · ${t('matting.state.paused')}`}
      </span>
    </div>
  )
}
