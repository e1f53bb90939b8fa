import { Dices, Lock, LockOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/shared/ui/IconButton'
import { NumberField } from '@/shared/ui/NumberField'

const MAX_SEED = 2 ** 32 - 1
/** Short enough to be read aloud. */
const MAX_DICE = 999_999

const rollSeed = () => 1 + Math.floor(Math.random() * MAX_DICE)

interface SeedFieldProps {
  id?: string
  'aria-describedby'?: string
  value: number | null
  onChange: (seed: number | null) => void
}

/** Empty is random. The dice put a new number there, which stays until the lock is opened. */
export function SeedField({ value, onChange, ...ids }: SeedFieldProps) {
  const { t } = useTranslation()
  const fixed = value !== null
  return (
    <div className="flex min-w-0 items-center gap-0.5">
      <NumberField
        bare
        {...ids}
        clearable
        value={value}
        onChange={onChange}
        min={0}
        max={MAX_SEED}
        placeholder={t('parameters.random')}
      />
      <IconButton icon={Dices} size="sm" label={t('parameters.roll')} onClick={() => onChange(rollSeed())} />
      <IconButton
        icon={fixed ? Lock : LockOpen}
        size="sm"
        active={fixed}
        label={fixed ? t('parameters.unlock') : t('parameters.lock')}
        onClick={() => onChange(fixed ? null : rollSeed())}
      />
    </div>
  )
}
