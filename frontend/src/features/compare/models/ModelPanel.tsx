import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { groupModels, toggled } from '@/shared/models/order'
import { useModels } from '@/shared/models/queries'
import { useSetting } from '@/shared/studio/queries'
import { saveSettings } from '@/shared/studio/save-settings'
import { TextField } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { currentSettings } from '../draft'
import { useChosen, useEstimates } from '../use-request'
import { LockedProviders } from './LockedProviders'
import { ModelRow } from './ModelRow'

/** From this many on, a field finds among them. */
const MANY = 12

/** The models one can ask, and those that only want a key. */
export function ModelPanel() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [filter, setFilter] = useState('')
  const models = useModels()
  const chosen = useChosen()
  const estimates = useEstimates()
  const selected = useSetting('selected_models')
  const { usable, locked } = groupModels(models, filter)
  const available = models.filter((model) => model.available)
  const all = chosen.length === available.length
  const choose = (ids: string[]) => saveSettings(client, { selected_models: ids })
  const toggle = useCallback(
    (id: string) => {
      const now = currentSettings(client)?.selected_models
      if (now) saveSettings(client, { selected_models: toggled(now, id) })
    },
    [client],
  )

  return (
    <section aria-labelledby="models-title" className="min-h-[150px] overflow-y-auto px-3.5 pt-3.5 pb-2">
      <SectionTitle
        aside={
          <span className="flex gap-2">
            {t('compare.models.count', { chosen: chosen.length, all: available.length })}
            <button
              type="button"
              className="text-muted hover:text-text"
              onClick={() => choose(all ? [] : available.map(({ id }) => id))}
            >
              {all ? t('compare.models.none') : t('compare.models.all')}
            </button>
          </span>
        }
      >
        <span id="models-title">{t('compare.models.title')}</span>
      </SectionTitle>
      {models.length > MANY && (
        <TextField
          type="search"
          className="mb-1.5"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder={t('compare.models.filter')}
          aria-label={t('compare.models.filter')}
        />
      )}
      <ul className="-mx-1.5 my-0 list-none p-0" onKeyDown={moveFocus}>
        {usable.map((model) => (
          <ModelRow
            key={model.id}
            model={model}
            chosen={selected.includes(model.id)}
            estimate={estimates.get(model.id)}
            onToggle={toggle}
          />
        ))}
      </ul>
      <LockedProviders models={locked} />
      {usable.length + locked.length === 0 && filter && (
        <p className="m-0 py-2 text-faint">{t('compare.models.nothing', { text: filter })}</p>
      )}
    </section>
  )
}

/** ↑ and ↓ go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const boxes = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="checkbox"]')]
  const index = boxes.indexOf(document.activeElement as HTMLElement)
  if (index < 0) return
  event.preventDefault()
  boxes[index + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
