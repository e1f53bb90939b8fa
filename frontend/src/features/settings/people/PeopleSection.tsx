import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewToken } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { meQuery, peopleQuery } from '@/shared/people/queries'
import { spendQuery } from '@/shared/studio/queries'
import { Section } from '../sections/Section'
import { AddPerson } from './AddPerson'
import { PersonRow } from './PersonRow'
import { TokenDialog } from './TokenDialog'

/** Who may come in, what each may spend, and the tokens they come in by. */
export function PeopleSection() {
  const { t } = useTranslation()
  const [fresh, setFresh] = useState<NewToken | null>(null)
  const people = useQuery(peopleQuery)
  const me = useQuery(meQuery).data
  const spend = useQuery(spendQuery).data
  if (!people.data) return people.isError ? <QueryFailure query={people} /> : null
  const here = people.data.filter(({ removed }) => !removed)
  const gone = people.data.filter(({ removed }) => removed)
  return (
    <>
      <p className="mt-2 mb-0 text-muted">{t('people.hint')}</p>
      <Section>
        <AddPerson onAdded={setFresh} />
        {here.length === 0 && <p className="m-0 px-3.5 py-3 text-muted">{t('people.none')}</p>}
        <ul className="m-0 list-none p-0">
          {here.map((person) => (
            <PersonRow key={person.id} person={person} isMe={person.id === me?.id} spend={spend} onToken={setFresh} />
          ))}
        </ul>
      </Section>
      {gone.length > 0 && <p className="mt-3 mb-0 text-sm text-faint">{t('people.removed', { names: gone.map(({ name }) => name).join(', ') })}</p>}
      <TokenDialog token={fresh} onClose={() => setFresh(null)} />
    </>
  )
}
