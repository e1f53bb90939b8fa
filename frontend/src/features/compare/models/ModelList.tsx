import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, type KeyboardEvent } from 'react'
import type { ModelInfo } from '@/bridge/contract'
import { toggled } from '@/shared/models/order'
import { deriveControls, type Control } from '@/shared/parameters/controls'
import { saveSettings } from '@/shared/studio/save-settings'
import { currentSettings } from '../draft'
import { useEstimates } from '../use-request'
import { ModelRow } from './ModelRow'

const NONE: readonly Control[] = []

export function ModelList({ models, chosen }: { models: readonly ModelInfo[]; chosen: readonly ModelInfo[] }) {
  const client = useQueryClient()
  const estimates = useEstimates()
  const { perModel } = useMemo(() => deriveControls(chosen), [chosen])
  const ids = useMemo(() => new Set(chosen.map(({ id }) => id)), [chosen])
  const toggle = useCallback(
    (id: string) => {
      const now = currentSettings(client)?.selected_models
      if (now) saveSettings(client, { selected_models: toggled(now, id) })
    },
    [client],
  )
  return (
    <ul className="-mx-1.5 my-0 list-none p-0" onKeyDown={moveFocus}>
      {models.map((model) => (
        <ModelRow
          key={model.id}
          model={model}
          chosen={ids.has(model.id)}
          cost={estimates.get(model.id)?.cost}
          own={perModel[model.id] ?? NONE}
          onToggle={toggle}
        />
      ))}
    </ul>
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
