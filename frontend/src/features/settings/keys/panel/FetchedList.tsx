import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { Checkbox } from '@/shared/ui/Checkbox'
import { TextField } from '@/shared/ui/Field'
import { ModelPrice } from '../../models/ModelBadges'

interface FetchedListProps {
  names: readonly string[]
  /** What the studio knows of some of them. Those it offers by itself are marked and stay. */
  known: readonly ModelInfo[]
  chosen: readonly string[]
  onToggle: (name: string) => void
}

const ROW_PX = 30

/** What a service lists, maybe many hundreds: found by typing, taken by a checkbox. */
export function FetchedList({ names, known, chosen, onToggle }: FetchedListProps) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const scroller = useRef<HTMLDivElement>(null)
  const found = names.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()))
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are only used in this component
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 8 })
  const taken = new Set(chosen)
  const models = new Map(known.map((model) => [model.name, model]))
  return (
    <div className="flex flex-col gap-2">
      <TextField
        type="search"
        aria-label={t('keys.models.search', { count: names.length })}
        placeholder={t('keys.models.search', { count: names.length })}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {found.length === 0 && <p className="m-0 text-sm text-faint">{t('keys.models.nothing', { text })}</p>}
      <div ref={scroller} className="max-h-72 overflow-y-auto rounded-control border border-line bg-well" hidden={found.length === 0}>
        <ul className="relative m-0 list-none p-0" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const name = found[index] ?? ''
            const model = models.get(name)
            const isOffered = model !== undefined && !taken.has(name)
            return (
              <li key={name} className="absolute inset-x-0 flex items-center gap-2.5 px-2.5" style={{ top: start, height: ROW_PX }}>
                <Checkbox
                  id={`${id}-${index}`}
                  checked={taken.has(name) || isOffered}
                  disabled={isOffered}
                  onChange={() => onToggle(name)}
                />
                <label htmlFor={`${id}-${index}`} className="min-w-0 flex-1 truncate" title={name}>
                  {name}
                </label>
                {model && <ModelPrice model={model} />}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
