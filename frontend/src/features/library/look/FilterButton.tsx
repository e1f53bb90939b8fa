import { useQuery } from '@tanstack/react-query'
import { ListFilter } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useModelLabel } from '@/shared/models/queries'
import { PersonFilter } from '@/shared/people/PersonFilter'
import { Button } from '@/shared/ui/Button'
import { Checkbox } from '@/shared/ui/Checkbox'
import { Field, TextField } from '@/shared/ui/Field'
import { Popover } from '@/shared/ui/Popover'
import { Select } from '@/shared/ui/Select'
import { batchNamesQuery, facetsQuery, sessionNamesQuery } from '../queries'
import { changeLook, filtersOf, KINDS, showAll, useLook } from './look-state'

const ANY = 'any'
const orNull = (value: string) => (value === ANY ? null : value)

/** All filters in one place, with how many pictures each value has. */
export function FilterButton() {
  const { t } = useTranslation()
  const count = useLook(({ look }) => filtersOf(look).filter((name) => name !== 'text' && name !== 'favourite').length)
  const trigger = (
    <Button icon={ListFilter} className={count > 0 ? 'border-accent-line' : undefined}>
      {t('library.filter.title')}
      {count > 0 && <span className="tabular-nums">{count}</span>}
    </Button>
  )
  return (
    <Popover trigger={trigger} align="start" label={t('library.filter.title')} className="w-[min(380px,calc(100vw-32px))] [--field-label:92px]">
      <Filters />
    </Popover>
  )
}

function Filters() {
  const { t, i18n } = useTranslation()
  const look = useLook((state) => state.look)
  const facets = useQuery(facetsQuery(look)).data
  const batches = useQuery(batchNamesQuery).data ?? []
  const sessions = useQuery(sessionNamesQuery).data ?? []
  const groups = [
    { group: 'batch' as const, names: batches },
    { group: 'session' as const, names: sessions },
  ]
  const model = useModelLabel()
  const number = (count: number) => count.toLocaleString(i18n.language)
  const any = { value: ANY, label: t('library.filter.any') }
  const kinds = KINDS.map((value) => ({ value, label: t(`library.kind.${value}`), note: number(facets?.kinds.find(({ name }) => name === value)?.count ?? 0) }))
  return (
    <div className="flex flex-col gap-2.5">
      <Field label={t('library.filter.model')}>
        {(ids) => (
          <Select
            {...ids}
            value={look.model ?? ANY}
            options={[any, ...(facets?.models ?? []).map(({ name, count }) => ({ value: name, label: model(name), note: number(count) }))]}
            onChange={(value) => changeLook({ model: orNull(value) })}
          />
        )}
      </Field>
      <Field label={t('library.filter.kind')}>
        {(ids) => (
          <Select {...ids} value={look.kind ?? ANY} options={[any, ...kinds]} onChange={(value) => changeLook({ kind: KINDS.find((kind) => kind === value) ?? null })} />
        )}
      </Field>
      <Field label={t('library.filter.from')}>
        {(ids) => <TextField {...ids} type="date" value={look.from} max={look.to || undefined} onChange={(event) => changeLook({ from: event.target.value })} />}
      </Field>
      <Field label={t('library.filter.to')}>
        {(ids) => <TextField {...ids} type="date" value={look.to} min={look.from || undefined} onChange={(event) => changeLook({ to: event.target.value })} />}
      </Field>
      {groups
        .filter(({ names }) => names.length > 0)
        .map(({ group, names }) => (
          <Field key={group} label={t(`library.filter.${group}`)}>
            {(ids) => (
              <Select
                {...ids}
                value={look[group] ?? ANY}
                options={[any, ...names.map(({ id, name }) => ({ value: id, label: name.slice(0, 60) }))]}
                onChange={(value) => changeLook({ [group]: orNull(value) })}
              />
            )}
          </Field>
        ))}
      <PersonFilter className="" value={look.owner} onChange={(owner) => changeLook({ owner })} />
      <label className="flex items-center gap-2 py-1">
        <Checkbox aria-label={t('library.filter.trashed')} checked={look.trashed} onChange={(trashed) => changeLook({ trashed })} />
        <span className="flex-1">{t('library.filter.trashed')}</span>
        <span className="text-faint tabular-nums">{facets && number(facets.trashed)}</span>
      </label>
      <Button size="sm" variant="quiet" className="self-end" disabled={filtersOf(look).length === 0} onClick={showAll}>
        {t('library.clearFilters')}
      </Button>
    </div>
  )
}
