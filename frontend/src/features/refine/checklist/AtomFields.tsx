import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '@/shared/ui/cx'
import { inputClass, TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Select } from '@/shared/ui/Select'
import type { Atom } from './matrix'

const KINDS = ['yes_no', 'count', 'colour', 'text'] as const
const WEIGHTS = ['1', '2', '3', '5'] as const

interface AtomFieldsProps {
  atom: Atom
  depth: number
  disabled: boolean
  onChange: (changes: Partial<Atom>) => void
  onRemove: () => void
}

/** One question, what its answer has to be, and how much it weighs. */
export function AtomFields({ atom, depth, disabled, onChange, onRemove }: AtomFieldsProps) {
  const { t } = useTranslation()
  const isOpen = atom.kind !== 'yes_no'
  const weight = atom.weight >= 5 ? '5' : WEIGHTS.find((each) => each === String(atom.weight)) ?? '3'
  return (
    <li className="flex flex-wrap items-center gap-1.5 rounded-lg border border-line bg-panel p-1.5 @[640px]:flex-nowrap" style={{ marginLeft: depth * 18 }}>
      <textarea
        aria-label={t('refine.checklist.question')}
        placeholder={t('refine.checklist.question')}
        value={atom.question}
        maxLength={500}
        rows={1}
        autoFocus={atom.question === '' && !disabled}
        disabled={disabled}
        onChange={(event) => onChange({ question: event.target.value.replace(/\n/g, ' ') })}
        className={cx(inputClass, 'field-sizing-content h-auto! min-h-[30px] basis-full resize-none py-1 @[640px]:basis-auto @[640px]:flex-1')}
      />
      <Select
        aria-label={t('refine.checklist.kind')}
        className="w-[124px]! shrink-0"
        value={atom.kind}
        disabled={disabled}
        options={KINDS.map((value) => ({ value, label: t(`refine.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind, expected: kind === 'yes_no' ? 'yes' : atom.kind === 'yes_no' ? '' : atom.expected })}
      />
      {isOpen ? (
        <TextField
          aria-label={t('refine.checklist.expected')}
          placeholder={t('refine.checklist.expected')}
          className="w-[84px]! shrink-0"
          value={atom.expected}
          maxLength={200}
          disabled={disabled}
          onChange={(event) => onChange({ expected: event.target.value })}
        />
      ) : (
        <Select
          aria-label={t('refine.checklist.expected')}
          className="w-[84px]! shrink-0"
          value={atom.expected === 'no' ? 'no' : 'yes'}
          disabled={disabled}
          options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`refine.answer.${value}`) }))}
          onChange={(expected) => onChange({ expected })}
        />
      )}
      <Select
        aria-label={t('refine.checklist.weight')}
        className="w-[140px]! shrink-0"
        value={weight}
        disabled={disabled}
        options={WEIGHTS.map((value) => ({ value, label: t(`refine.weight.${value}`) }))}
        onChange={(next) => onChange({ weight: Number(next) })}
      />
      <IconButton icon={X} size="sm" label={t('refine.checklist.remove', { question: atom.question })} disabled={disabled} className="ml-auto" onClick={onRemove} />
    </li>
  )
}
