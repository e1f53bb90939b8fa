import { useQueryClient } from '@tanstack/react-query'
import { Copy, Package, Pause, Play, RotateCcw, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Batch } from '@/bridge/contract'
import { askToNotify } from '@/shared/batch/attention'
import { openBatch } from '@/shared/batch/draft'
import { isUnfinished, openTasks } from '@/shared/batch/queries'
import { useAct } from '@/shared/images/use-act'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { MenuButton } from '@/shared/ui/MenuButton'
import { ProgressBar } from '@/shared/ui/ProgressBar'
import { Facts } from './Facts'
import { draftOf } from './draft-of'
import { ExportDialog } from './ExportDialog'
import { priced, useRetryPrice, useStartPrice } from './use-price'

/** What it is called, how far it is, and what can be done with all of it. */
export function Header({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { act, busy } = useAct()
  const [exporting, setExporting] = useState(false)
  const { id, state, counts } = batch
  const retryPrice = useRetryPrice(batch)
  const startPrice = useStartPrice(batch)
  const failed = counts.failed ?? 0
  const stepsFailed = batch.steps.failed ?? 0
  const run = (method: 'start_batch' | 'pause_batch' | 'retry_failed') =>
    void act(async () => {
      if (method !== 'pause_batch') void askToNotify()
      await call(method, { batch_id: id })
      await client.invalidateQueries({ queryKey: ['batch', id] })
    })
  const remove = () =>
    act(async () => {
      await call('delete_batch', { batch_id: id })
      openBatch(null)
      await client.invalidateQueries({ queryKey: ['batches'] })
    })
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-line px-4 pt-3 pb-2.5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="m-0 min-w-32 flex-1 truncate text-lg font-semibold" title={batch.prompt}>
          {batch.name}
        </h2>
        <div className="flex flex-wrap items-center justify-end gap-1.5">
          {failed + stepsFailed > 0 && (
            <PaidButton size="sm" icon={RotateCcw} busy={busy} onClick={() => run('retry_failed')}>
              {failed > 0 ? priced(t('batch.retryFailed', { count: failed }), retryPrice) : t('batch.redoSteps', { count: stepsFailed })}
            </PaidButton>
          )}
          {state === 'running' && (
            <Button size="sm" icon={Pause} busy={busy} onClick={() => run('pause_batch')}>
              {t('batch.pause')}
            </Button>
          )}
          {(state === 'paused' || state === 'ready' || state === 'capped' || state === 'halted') && (
            <PaidButton size="sm" icon={Play} variant="primary" busy={busy} onClick={() => run('start_batch')}>
              {priced(batch.trial ? t('batch.startRest', { count: openTasks(batch) }) : t(state === 'ready' ? 'batch.startNow' : 'batch.resume'), startPrice)}
            </PaidButton>
          )}
          {(isUnfinished(batch) || state === 'ready') && (
            <Button size="sm" icon={X} variant="danger" onClick={() => void act(() => call('cancel', { id }))}>
              {t('batch.cancel')}
            </Button>
          )}
          <Button size="sm" icon={Package} disabled={!counts.done} onClick={() => setExporting(true)}>
            {t('batch.export.open')}
          </Button>
          <MenuButton
            label={t('batch.more')}
            groups={[
              [{ id: 'again', label: t('batch.makeAnother'), icon: Copy, onSelect: () => void act(() => draftOf(t, client, batch)) }],
              [{ id: 'delete', label: t('batch.remove'), icon: Trash2, danger: true, disabled: state === 'running', onSelect: () => void remove() }],
            ]}
          />
        </div>
      </div>
      <ProgressBar label={t('batch.progress')} part={(batch.total - openTasks(batch)) / batch.total} />
      <Facts batch={batch} />
      {exporting && <ExportDialog batch={batch} onClose={() => setExporting(false)} />}
    </header>
  )
}
