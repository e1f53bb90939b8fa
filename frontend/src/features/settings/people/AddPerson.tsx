import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewToken, Person } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { TextField } from '@/shared/ui/Field'
import { Select } from '@/shared/ui/Select'
import { PeopleProblem } from './PeopleProblem'
import { useAddPerson } from './use-people-work'

const ROLES = ['member', 'admin'] as const

/** A name and a role; what comes of it is a token, which the caller shows. */
export function AddPerson({ onAdded }: { onAdded: (token: NewToken) => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Person['role']>('member')
  const add = useAddPerson()
  const submit = () => {
    if (name.trim() === '') return
    add.mutate(
      { name, role },
      {
        onSuccess: (token) => {
          setName('')
          onAdded(token)
        },
      },
    )
  }
  return (
    <form
      className="flex min-w-0 flex-wrap items-center gap-2 border-b border-line px-3.5 py-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="min-w-40 flex-1">
        <TextField value={name} maxLength={80} onChange={({ target }) => setName(target.value)} placeholder={t('people.name')} aria-label={t('people.name')} />
      </div>
      <div className="w-44">
        <Select aria-label={t('people.role')} value={role} options={ROLES.map((value) => ({ value, label: t(`people.roles.${value}`) }))} onChange={setRole} />
      </div>
      <Button type="submit" icon={UserPlus} busy={add.isPending} disabled={name.trim() === ''}>
        {t('people.add')}
      </Button>
      <PeopleProblem error={add.error} />
    </form>
  )
}
