import { Check, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { formatCost } from '@/shared/format'
import { groupModels } from '@/shared/models/order'
import { providerLabel } from '@/shared/providers/provider-words'
import { cx } from '@/shared/ui/cx'
import { TextField } from '@/shared/ui/Field'
import { Popover } from '@/shared/ui/Popover'
import { useChatModels } from './queries'

interface ChatModelPickerProps {
  /** What it is chosen for. */
  label: string
  /** A model's id, empty where none is chosen. */
  value: string
  onChange: (id: string) => void
  /** It is to look at pictures: those that cannot are not to be chosen. */
  sees?: boolean
  className?: string
}

/** A chat model out of those that are known, usable ones first. */
export function ChatModelPicker({ label, value, onChange, sees, className }: ChatModelPickerProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const chosen = useChatModels().data?.find(({ id }) => id === value)
  const name = chosen ? `${chosen.label} · ${providerLabel(t, { id: chosen.provider, label: chosen.provider_label })}` : value
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
          aria-label={`${label}: ${name || t('words.none')}`}
          className={cx(
            'flex h-[30px] w-full min-w-0 items-center justify-between gap-2 rounded-control border border-line bg-well px-2.5 text-left transition-colors duration-150 hover:border-line-strong',
            className,
          )}
        >
          <span className={cx('min-w-0 truncate', !name && 'text-faint')}>{name || t('words.none')}</span>
          <ChevronDown size={14} strokeWidth={1.7} className="shrink-0 text-dim" aria-hidden />
        </button>
      }
    >
      <ModelChoice
        value={value}
        sees={sees}
        onChoose={(id) => {
          setOpen(false)
          onChange(id)
        }}
      />
    </Popover>
  )
}

function ModelChoice({ value, sees, onChoose }: { value: string; sees?: boolean; onChoose: (id: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const query = useChatModels()
  const { usable, locked } = groupModels(query.data ?? [], text)
  if (!query.data && query.isError) return <QueryFailure query={query} />
  return (
    <>
      <TextField type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t('words.find')} aria-label={t('words.find')} />
      <ul className="mt-1.5 mb-0 max-h-72 list-none overflow-y-auto p-0">
        {[...usable, ...locked].map((model) => (
          <li key={model.id}>
            <ModelLine model={model} chosen={model.id === value} sees={sees} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {query.data && usable.length + locked.length === 0 && <p className="m-0 px-2 py-3 text-faint">{t('words.nothing', { text })}</p>}
    </>
  )
}

function ModelLine({ model, chosen, sees, onChoose }: { model: ModelInfo; chosen: boolean; sees?: boolean; onChoose: (id: string) => void }) {
  const { t, i18n } = useTranslation()
  const { input_per_million: paid, output_per_million: earned, sees: canSee } = model.chat ?? {}
  const isBlind = sees && canSee === false
  const facts = [
    providerLabel(t, { id: model.provider, label: model.provider_label }),
    isBlind ? t('words.cannotSee') : sees && canSee !== true && t('words.maySee'),
    !model.available && model.reason && t(`words.reason.${model.reason}`, { defaultValue: '' }),
  ]
  const price = typeof paid === 'number' && typeof earned === 'number' && `${formatCost(paid, i18n.language)} / ${formatCost(earned, i18n.language)}`
  return (
    <button
      type="button"
      aria-pressed={chosen}
      disabled={isBlind}
      onClick={() => onChoose(model.id)}
      className="flex w-full min-w-0 items-center gap-2 rounded-control px-2 py-1.5 text-left enabled:hover:bg-press disabled:opacity-60"
    >
      <span className="w-4 shrink-0">{chosen && <Check size={14} strokeWidth={2} aria-hidden />}</span>
      <span className="min-w-0 flex-1">
        <span className={cx('block truncate', !model.available && 'text-muted')}>{model.label}</span>
        <span className="block truncate text-xs text-faint">{facts.filter(Boolean).join(' · ')}</span>
      </span>
      {price && (
        <span className="shrink-0 text-sm text-muted tabular-nums" title={t('words.perMillion')}>
          {price}
        </span>
      )}
    </button>
  )
}
