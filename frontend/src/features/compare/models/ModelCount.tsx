import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { MAX_MODELS } from '@/shared/parameters/request'
import { saveSettings } from '@/shared/studio/save-settings'
import { cx } from '@/shared/ui/cx'
import { Tooltip } from '@/shared/ui/Tooltip'

interface ModelCountProps {
  chosen: readonly ModelInfo[]
  available: readonly ModelInfo[]
  /** Only the chosen ones are listed. */
  only: boolean
  onOnly: (only: boolean) => void
}

/** “3 of 41”, which shows the chosen alone when pressed; beside it all, as many as one run takes, or none. */
export function ModelCount({ chosen, available, only, onOnly }: ModelCountProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const most = available.slice(0, MAX_MODELS)
  const all = most.length > 0 && chosen.length === most.length
  const choose = (models: readonly ModelInfo[]) =>
    saveSettings(client, { selected_models: models.map(({ id }) => id) })
  return (
    <span className="flex items-center gap-2">
      <Tooltip label={t('compare.models.only')}>
        <button
          type="button"
          aria-pressed={only}
          aria-label={`${t('compare.models.count', { chosen: chosen.length, all: available.length })}. ${t('compare.models.only')}`}
          disabled={chosen.length === 0 && !only}
          className={cx(
            '-my-0.5 rounded px-1.5 py-0.5 enabled:hover:text-text',
            only ? 'bg-press text-text' : 'text-faint',
          )}
          onClick={() => onOnly(!only)}
        >
          {t('compare.models.count', { chosen: chosen.length, all: available.length })}
        </button>
      </Tooltip>
      <button type="button" className="text-muted hover:text-text" onClick={() => choose(all ? [] : most)}>
        {all ? t('compare.models.none') : t('compare.models.all')}
      </button>
    </span>
  )
}
