import { LayoutGrid, Rows3 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Batch, BatchTask } from '@/bridge/contract'
import type { TaskFilter } from '@/shared/batch/queries'
import { useModelLabel } from '@/shared/models/queries'
import { Chip } from '@/shared/ui/Chip'
import { TextField } from '@/shared/ui/Field'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Select } from '@/shared/ui/Select'
import { useSettled } from '@/shared/ui/use-settled'
import { changeFilter, useBatchView } from './view-state'

const STATES: readonly BatchTask['state'][] = ['queued', 'running', 'done', 'failed', 'refused', 'unknown', 'cancelled', 'skipped']
const MARKS = ['favourite', 'rejected', 'steps_failed'] as const
const SORTS = ['position', '-position', 'state', 'model', '-cost', 'cost'] as const
const ANY = 'any'
const QUIET_MS = 250

/** Counts by state that are filters, a search, and how the tasks are shown. */
export function Filters({ batch }: { batch: Batch }) {
  const { t, i18n } = useTranslation()
  const { mode, filter } = useBatchView()
  const state = filter.states?.[0]
  const marks = MARKS.filter((mark) => mark !== 'steps_failed' || batch.params.follow_ups?.length)
  return (
    <div className="@container shrink-0 border-b border-line">
      <div className="flex flex-wrap items-center gap-1.5 px-4 py-2 @min-[1120px]:flex-nowrap">
        {/* On a line of their own, or on one that scrolls: nothing below moves when a first task fails. */}
        <div
          role="group"
          aria-label={t('batch.filter.states')}
          className="flex min-w-0 flex-wrap gap-1.5 @max-[1120px]:basis-full @min-[1120px]:flex-1 @min-[1120px]:flex-nowrap @min-[1120px]:overflow-x-auto @min-[1120px]:p-0.5 @min-[1120px]:[scrollbar-width:none]"
        >
          <Chip selected={!state && !filter.mark} onClick={() => changeFilter({ states: null, mark: null })}>
            {t('batch.filter.all')} <Count value={batch.total} language={i18n.language} />
          </Chip>
          {STATES.filter((each) => (batch.counts[each] ?? 0) > 0 || each === state).map((each) => (
            <Chip key={each} selected={state === each} onClick={() => changeFilter({ states: state === each ? null : [each] })}>
              {t(`batch.task.${each}`)} <Count value={batch.counts[each] ?? 0} language={i18n.language} />
            </Chip>
          ))}
          {marks.map((mark) => (
            <Chip key={mark} selected={filter.mark === mark} onClick={() => changeFilter({ mark: filter.mark === mark ? null : mark })}>
              {t(`batch.mark.${mark}`)} {mark === 'steps_failed' && (batch.steps.failed ?? 0) > 0 && <Count value={batch.steps.failed ?? 0} language={i18n.language} />}
            </Chip>
          ))}
        </div>
        <span className="ml-auto flex min-w-0 shrink-0 flex-wrap items-center justify-end gap-1.5">
          <Search value={filter.text ?? ''} />
          {batch.models.length > 1 && <ModelFilter models={batch.models} filter={filter} />}
          <Select
            aria-label={t('batch.sort.title')}
            className="w-32!"
            value={filter.sort ?? 'position'}
            options={SORTS.map((value) => ({ value, label: t(`batch.sort.${value}`) }))}
            onChange={(sort) => changeFilter({ sort })}
          />
          <SegmentedControl
            compact
            label={t('batch.view.title')}
            value={mode}
            options={[
              { value: 'table', label: t('batch.view.table'), icon: Rows3 },
              { value: 'grid', label: t('batch.view.grid'), icon: LayoutGrid },
            ]}
            onChange={(next) => useBatchView.setState({ mode: next })}
          />
        </span>
      </div>
    </div>
  )
}

const Count = ({ value, language }: { value: number; language: string }) => <span className="text-faint tabular-nums">{value.toLocaleString(language)}</span>

function Search({ value }: { value: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const settled = useSettled(text, QUIET_MS)
  useEffect(() => {
    if ((useBatchView.getState().filter.text ?? '') !== settled) changeFilter({ text: settled || null })
  }, [settled])
  return <TextField type="search" className="w-28!" value={text} placeholder={t('batch.filter.search')} aria-label={t('batch.filter.search')} onChange={(event) => setText(event.target.value)} />
}

function ModelFilter({ models, filter }: { models: readonly string[]; filter: TaskFilter }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  return (
    <Select
      aria-label={t('batch.filter.model')}
      className="w-32!"
      value={filter.model ?? ANY}
      options={[{ value: ANY, label: t('batch.filter.anyModel') }, ...models.map((value) => ({ value, label: label(value) }))]}
      onChange={(model) => changeFilter({ model: model === ANY ? null : model })}
    />
  )
}
