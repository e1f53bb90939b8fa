import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person, SpendReport } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'
import { useOthers } from '@/shared/people/queries'
import { providersQuery } from '@/shared/providers/queries'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { useChatModels } from '@/shared/words/queries'
import { dayText } from './days'
import type { TableRow } from './SpendTable'
import { SpendTable } from './SpendTable'

const GROUPS = ['models', 'providers', 'keys', 'people', 'months'] as const
type Group = (typeof GROUPS)[number]

/** The same sums by model, provider, key or month. */
export function SpendGroups({ report }: { report: SpendReport }) {
  const { t } = useTranslation()
  const [group, setGroup] = useState<Group>('models')
  const people = useOthers()
  const rows = useRows(report, people)[group]
  const groups = GROUPS.filter((each) => (each === 'people' ? people !== null : each !== 'keys' || report.keys.length > 0))
  return (
    <div className="border-t border-line">
      <div className="flex flex-wrap items-center justify-between gap-2 px-3.5 py-3">
        <SegmentedControl
          label={t('spend.columns.name')}
          value={group}
          options={groups.map((value) => ({ value, label: t(`spend.groups.${value}`) }))}
          onChange={setGroup}
        />
        {group === 'models' && <span className="text-sm text-faint">{t('spend.keptHint')}</span>}
      </div>
      <SpendTable first={t('spend.columns.name')} rows={rows} />
    </div>
  )
}

function useRows(report: SpendReport, people: ReadonlyMap<string, Person> | null): Record<Group, TableRow[]> {
  const { t, i18n } = useTranslation()
  const image = useModelLabel()
  const chats = useChatModels().data
  const model = (id: string) => chats?.find((chat) => chat.id === id)?.label ?? image(id)
  const { data } = useQuery(providersQuery)
  const provider = (id: string) => t(`providers.${id}`, { defaultValue: data?.providers.find((each) => each.id === id)?.label ?? id })
  const billed = (id: string) => {
    const currency = data?.providers.find((each) => each.id === id)?.currency ?? 'USD'
    return currency === 'USD' ? undefined : t('spend.billed', { currency })
  }
  const keyName = (label: string, last4: string, id: string) => (last4 ? [label, `…${last4}`].filter(Boolean).join(' ') : t(id ? 'spend.removedKey' : 'spend.noKey'))
  return {
    models: report.models.map(({ images, kept, per_kept, ...line }) => ({
      ...line,
      name: model(line.id),
      note: provider(line.id.slice(0, line.id.indexOf('/'))),
      kept: { kept, images, each: per_kept },
    })),
    providers: report.providers.map((line) => ({ ...line, name: provider(line.id), note: billed(line.id) })),
    keys: report.keys.map(({ provider: of, label, last4, ...line }) => ({ ...line, id: `${of}/${line.id}`, name: keyName(label, last4, line.id), note: provider(of) })),
    people: report.people.map((line) => ({ ...line, name: line.id === '' ? t('people.studio') : (people?.get(line.id)?.name ?? line.id) })),
    months: report.months.toReversed().map((line) => ({ ...line, name: dayText(line.id, i18n.language) })),
  }
}
