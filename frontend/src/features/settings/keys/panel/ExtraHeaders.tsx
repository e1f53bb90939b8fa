import { ChevronRight, Plus, X } from 'lucide-react'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { useSetHeaders } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'

/** Headers that a gateway wants beside the key. A value that may be a secret is saved and not shown again. */
export function ExtraHeaders({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const headers = Object.entries(provider.extra_headers)
  const save = useSetHeaders(provider.id)
  const isLocked = provider.state === 'locked'
  const without = (name: string) => Object.fromEntries(headers.filter(([other]) => other !== name))
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full items-center gap-1.5 text-xs font-semibold tracking-[0.06em] text-muted uppercase hover:text-text"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={14} strokeWidth={1.7} aria-hidden className={cx('shrink-0 transition-transform duration-150', open && 'rotate-90')} />
        {t('keys.headers.title')}
        {headers.length > 0 && <span className="ml-auto text-sm font-normal tracking-normal text-faint normal-case">{headers.length}</span>}
      </button>
      {open && (
        <div className="mt-2 flex animate-appear flex-col gap-2">
          <p className="m-0 text-sm text-faint">{t('keys.headers.text')}</p>
          {headers.length > 0 && (
            <ul className="m-0 list-none p-0">
              {headers.map(([name, value]) => (
                <li key={name} className="flex min-w-0 items-center gap-2 border-b border-line py-1 font-mono text-sm">
                  <span className="min-w-0 flex-1 [overflow-wrap:anywhere]" data-selectable>
                    {name}: <span className="text-muted">{value ?? '••••'}</span>
                  </span>
                  <IconButton icon={X} size="sm" label={`${t('common.remove')}: ${name}`} disabled={isLocked || save.isPending} onClick={() => save.mutate(without(name))} />
                </li>
              ))}
            </ul>
          )}
          {!isLocked && <HeaderForm busy={save.isPending} onAdd={(name, value, done) => save.mutate({ ...provider.extra_headers, [name]: value }, { onSuccess: done })} />}
          <Problem of={save.error} provider={provider} />
        </div>
      )}
    </div>
  )
}

function HeaderForm({ busy, onAdd }: { busy: boolean; onAdd: (name: string, value: string, done: () => void) => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onAdd(name.trim(), value.trim(), () => {
      setName('')
      setValue('')
    })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] gap-1.5" autoComplete="off">
      <TextField aria-label={t('keys.headers.name')} placeholder={t('keys.headers.namePlaceholder')} value={name} onChange={(event) => setName(event.target.value)} />
      <TextField aria-label={t('keys.headers.value')} placeholder={t('keys.headers.value')} value={value} onChange={(event) => setValue(event.target.value)} />
      <Button type="submit" icon={Plus} busy={busy} disabled={!name.trim() || !value.trim()} aria-label={t('keys.headers.add')} />
    </form>
  )
}
