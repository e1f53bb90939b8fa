import { useTranslation } from 'react-i18next'
import type { Spend } from '@/bridge/contract'
import { Section } from '../sections/Section'
import { CapBar } from './CapBar'

/** What an admin lets this person spend, and how far that is used. */
export function OwnCaps({ spend: { uses } }: { spend: Spend }) {
  const { t } = useTranslation()
  const own = uses.filter(({ person }) => person !== null)
  return (
    <Section title={t('spend.caps.own')}>
      <p className="m-0 border-b border-line px-3.5 py-3 text-muted last:border-b-0">{t(own.length > 0 ? 'spend.caps.ownHint' : 'spend.caps.noOwn')}</p>
      {own.map((use) => {
        const name = t(use.cap === 'person_day' ? 'spend.caps.day' : 'spend.caps.month')
        return (
          <div key={use.cap} className="border-b border-line px-3.5 py-3 last:border-b-0">
            <p className="m-0 mb-2">{name}</p>
            <CapBar name={name} use={use} />
          </div>
        )
      })}
    </Section>
  )
}
