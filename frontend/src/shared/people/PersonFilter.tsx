import { useTranslation } from 'react-i18next'
import { Select } from '@/shared/ui/Select'
import { useOthers } from './queries'

const EVERYBODY = '*'

interface PersonFilterProps {
  value: string | null
  onChange: (owner: string | null) => void
  className: string
}

/** Whose things are shown; there only for an admin of a studio with several people. `null`: everybody's. */
export function PersonFilter({ value, onChange, className }: PersonFilterProps) {
  const { t } = useTranslation()
  const people = useOthers()
  if (!people || people.size === 0) return null
  const options = [
    { value: EVERYBODY, label: t('people.everybody') },
    { value: '', label: t('people.studio') },
    ...[...people.values()].map(({ id, name }) => ({ value: id, label: name })),
  ]
  // Radix takes no empty value.
  const shown = (owner: string) => (owner === '' ? '-' : owner)
  return (
    <Select
      aria-label={t('people.whose')}
      className={className}
      value={shown(value ?? EVERYBODY)}
      options={options.map((option) => ({ ...option, value: shown(option.value) }))}
      onChange={(next) => onChange(next === EVERYBODY ? null : next === '-' ? '' : next)}
    />
  )
}
