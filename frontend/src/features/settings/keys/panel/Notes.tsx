import { useEffect, useEffectEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { useSetNotes } from '@/shared/providers/use-provider-work'
import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'

/** What the user wants to remember of a provider; saved when the field is left, or goes. */
export function Notes({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const id = useId()
  const [notes, setNotes] = useState(provider.notes)
  const save = useSetNotes(provider.id)
  const keep = () => {
    if (notes !== provider.notes) save.mutate(notes)
  }
  const keepLast = useEffectEvent(keep)
  useEffect(() => () => keepLast(), [])
  return (
    <div>
      <label htmlFor={id}>
        <SectionTitle>{t('keys.notes')}</SectionTitle>
      </label>
      <textarea
        id={id}
        rows={Math.min(8, Math.max(2, notes.split('\n').length))}
        maxLength={4000}
        placeholder={t('keys.notesPlaceholder')}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
        onBlur={keep}
        className={cx(inputClass, 'block h-auto resize-none py-1.5')}
      />
      <Problem of={save.error} provider={provider} />
    </div>
  )
}
