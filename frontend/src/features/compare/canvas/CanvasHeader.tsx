import { useQueryClient } from '@tanstack/react-query'
import { PanelRight } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run, Settings } from '@/bridge/contract'
import { Elapsed } from '@/shared/images/Elapsed'
import { formatSeconds } from '@/shared/images/image-format'
import { costWords } from '@/shared/jobs/cost-words'
import { atWorkSince, isLive, isTrouble } from '@/shared/jobs/jobs'
import { hasUnpriced, knownCost } from '@/shared/jobs/run-cache'
import { useSetting } from '@/shared/studio/queries'
import { saveSettings } from '@/shared/studio/save-settings'
import { cx } from '@/shared/ui/cx'
import { IconButton } from '@/shared/ui/IconButton'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { useHistoryOpen } from '../history/use-history-open'
import { setMode, useCanvas } from './canvas-state'

const COLUMNS: Settings['columns'][] = ['auto', '2', '3', '4']

/** What is shown, in numbers, and how it is laid out. */
export function CanvasHeader({ run }: { run: Run | undefined }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mode = useCanvas((canvas) => canvas.mode)
  const columns = useSetting('columns')
  const history = useHistoryOpen()
  return (
    <header className="flex h-[50px] shrink-0 items-center gap-3 border-b border-line px-4 max-[860px]:gap-2 max-[860px]:px-3 max-[640px]:overflow-x-auto" data-scrolls>
      {run ? <Numbers run={run} /> : <span className="min-w-0 flex-1" />}
      <SegmentedControl
        label={t('compare.view.title')}
        value={mode}
        options={[
          { value: 'grid', label: t('compare.view.grid') },
          { value: 'slider', label: t('compare.view.slider') },
          { value: 'blind', label: t('choose.blind') },
        ]}
        onChange={setMode}
      />
      {mode === 'grid' && !run?.axes.length && (
        <SegmentedControl
          label={t('compare.view.columns')}
          className="max-[1150px]:hidden"
          value={columns}
          options={COLUMNS.map((value) => ({ value, label: value === 'auto' ? t('compare.view.auto') : value }))}
          onChange={(value) => saveSettings(client, { columns: value })}
        />
      )}
      <IconButton
        icon={PanelRight}
        active={history.open}
        label={t('compare.history.toggle')}
        shortcut="h"
        onClick={history.toggle}
      />
    </header>
  )
}

function Numbers({ run }: { run: Run }) {
  const { t, i18n } = useTranslation()
  const { generations } = run
  const live = generations.some(({ state }) => isLive(state))
  const since = atWorkSince(run)
  const done = generations.filter(({ state }) => state === 'done').length
  const failed = generations.filter(({ state }) => isTrouble(state)).length
  const seconds = Math.max(0, ...generations.map((generation) => generation.seconds ?? 0))
  const parts = [
    t('compare.numbers.models', { count: new Set(generations.map(({ model }) => model)).size }),
    t('compare.numbers.done', { count: done }),
    failed > 0 && t('compare.numbers.failed', { count: failed }),
    since && <Elapsed since={since} />,
    !live && seconds > 0 && formatSeconds(t, i18n.language, seconds),
    costWords(t, i18n.language, { cost: knownCost(generations), unpriced: hasUnpriced(generations) }),
  ].filter(Boolean)
  return (
    <>
      {/* Of the room that the numbers leave, as much as it fills. */}
      <h2 className="m-0 max-w-fit min-w-16 grow-[999] basis-16 truncate text-base font-semibold max-[960px]:hidden" title={run.prompt.slice(0, 400)}>
        {run.prompt.slice(0, 200)}
      </h2>
      {/* The cost comes last: in two lines there is room for it in every language. */}
      <p className="m-0 line-clamp-2 min-w-0 flex-auto shrink leading-[18px] text-muted tabular-nums max-[640px]:shrink-0 max-[640px]:whitespace-nowrap">
        {parts.map((part, index) => (
          <Fragment key={index}>
            <span className={cx('whitespace-nowrap', index === 0 && 'max-[1000px]:hidden')}>
              {part}
              {index < parts.length - 1 && ' ·'}
            </span>
            {index < parts.length - 1 && ' '}
          </Fragment>
        ))}
      </p>
    </>
  )
}
