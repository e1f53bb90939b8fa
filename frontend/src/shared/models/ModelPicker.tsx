import { Check, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { ModelInfo } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { cx } from '@/shared/ui/cx'
import { TextField } from '@/shared/ui/Field'
import { Popover } from '@/shared/ui/Popover'
import { groupModels } from './order'

/** What the list says of one model. */
export interface ModelFacts {
  facts: readonly (string | false | null | undefined)[]
  price?: string | false
  /** What the price is of. */
  priceOf?: string
  disabled?: boolean
}

interface ModelPickerProps {
  /** What it is chosen for. */
  label: string
  /** A model's id, empty where none is chosen. */
  value: string
  /** How the chosen one is called; empty where there is none. */
  name: string
  query: { data: readonly ModelInfo[] | undefined; isError: boolean; error: unknown; isFetching: boolean; refetch: () => unknown }
  tell: (model: ModelInfo) => ModelFacts
  words: { none: string; find: string; nothing: (text: string) => string }
  onChange: (id: string) => void
  className?: string
}

/** One model out of those that are known, usable ones first. */
export function ModelPicker({ className, ...props }: ModelPickerProps) {
  const { label, name, words, onChange } = props
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      label={label}
      className="flex w-[min(400px,calc(100vw-32px))] flex-col p-2"
      trigger={
        <button
          type="button"
          aria-label={`${label}: ${name || words.none}`}
          className={cx(
            'flex h-[30px] w-full min-w-0 items-center justify-between gap-2 rounded-control border border-line bg-well px-2.5 text-left transition-colors duration-150 hover:border-line-strong',
            className,
          )}
        >
          <span className={cx('min-w-0 truncate', !name && 'text-faint')} title={name || undefined}>
            {name || words.none}
          </span>
          <ChevronDown size={14} strokeWidth={1.7} className="shrink-0 text-dim" aria-hidden />
        </button>
      }
    >
      <Choice
        {...props}
        onChange={(id) => {
          setOpen(false)
          onChange(id)
        }}
      />
    </Popover>
  )
}

function Choice({ value, query, tell, words, onChange }: Omit<ModelPickerProps, 'className'>) {
  const [text, setText] = useState('')
  const { usable, locked } = groupModels(query.data ?? [], text)
  if (!query.data && query.isError) return <QueryFailure query={query} />
  return (
    <>
      <TextField type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={words.find} aria-label={words.find} />
      <ul className="mt-1.5 mb-0 max-h-72 list-none overflow-y-auto p-0">
        {[...usable, ...locked].map((model) => (
          <li key={model.id}>
            <ModelLine model={model} {...tell(model)} chosen={model.id === value} onChoose={onChange} />
          </li>
        ))}
      </ul>
      {query.data && usable.length + locked.length === 0 && <p className="m-0 px-2 py-3 text-faint">{words.nothing(text)}</p>}
    </>
  )
}

function ModelLine({ model, facts, price, priceOf, disabled, chosen, onChoose }: ModelFacts & { model: ModelInfo; chosen: boolean; onChoose: (id: string) => void }) {
  const told = facts.filter(Boolean).join(' · ')
  return (
    <button
      type="button"
      aria-pressed={chosen}
      disabled={disabled}
      onClick={() => onChoose(model.id)}
      className="flex w-full min-w-0 items-center gap-2 rounded-control px-2 py-1.5 text-left enabled:hover:bg-press disabled:opacity-60"
    >
      <span className="w-4 shrink-0">{chosen && <Check size={14} strokeWidth={2} aria-hidden />}</span>
      <span className="min-w-0 flex-1">
        <span className={cx('block truncate', !model.available && 'text-muted')} title={model.label}>
          {model.label}
        </span>
        <span className="block truncate text-xs text-faint" title={told}>
          {told}
        </span>
      </span>
      {price && (
        <span className="shrink-0 text-sm text-muted tabular-nums" title={priceOf}>
          {price}
        </span>
      )}
    </button>
  )
}
