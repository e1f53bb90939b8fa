import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { Select } from '@/shared/ui/Select'
import { number, type Typed, type TypedField } from './typed'
import { SwitchRow, TypedRow } from './TypedRow'

const RULES = ['free', 'list', 'ratio_tier'] as const
const SIZE_FIELDS = {
  free: ['defaultSize', 'multiple', 'minEdge', 'maxEdge', 'maxRatio'],
  list: ['sizes'],
  ratio_tier: ['ratios', 'tiers', 'defaultTier'],
} as const

type TextName = { [K in TypedField]: Typed[K] extends boolean ? never : K }[TypedField]
type SwitchName = { [K in TypedField]: Typed[K] extends boolean ? K : never }[TypedField]

interface ModelFieldsProps {
  typed: Typed
  /** The same as the catalogue has it. */
  said: Typed
  problems: ReadonlySet<TypedField>
  onChange: (more: Partial<Typed>) => void
}

export function ModelFields({ typed, said, problems, onChange }: ModelFieldsProps) {
  const { t } = useTranslation()
  const takesReferences = number(typed.references) > 0
  const text = (name: Exclude<TextName, 'rule'>) => (
    <TypedRow
      key={name}
      label={t(`models.field.${name}`)}
      hint={t(`models.hint.${name}`, { defaultValue: '' }) || undefined}
      value={typed[name]}
      said={said[name]}
      wrong={problems.has(name)}
      onChange={(value) => onChange({ [name]: value })}
    />
  )
  const toggle = (name: SwitchName, disabled = false) => (
    <SwitchRow key={name} label={t(`models.field.${name}`)} value={typed[name]} said={said[name]} disabled={disabled} onChange={(value) => onChange({ [name]: value })} />
  )
  return (
    <>
      <Group title={t('models.group.sizes')}>
        <Field label={t('models.field.rule')} layout="column">
          {(ids) => <Select {...ids} value={typed.rule} options={RULES.map((value) => ({ value, label: t(`models.rule.${value}`) }))} onChange={(rule) => onChange({ rule })} />}
        </Field>
        {SIZE_FIELDS[typed.rule].map(text)}
      </Group>
      <Group title={t('models.group.parameters')}>
        {(['perCall', 'steps', 'guidance', 'quality', 'style', 'background', 'formats', 'promptChars'] as const).map(text)}
        <div>
          {toggle('seed')}
          {toggle('negative')}
        </div>
      </Group>
      <Group title={t('models.group.references')}>
        {text('references')}
        {takesReferences && text('referenceMegabytes')}
        {takesReferences && text('strength')}
        <div>
          {toggle('keepsSize', !takesReferences)}
          {toggle('masks', !takesReferences)}
        </div>
      </Group>
    </>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <SectionTitle>{title}</SectionTitle>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(200px,1fr))] items-start gap-x-4 gap-y-3">{children}</div>
    </div>
  )
}
