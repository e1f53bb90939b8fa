import { EyeOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Run } from '@/bridge/contract'
import { EmptyState } from '@/shared/ui/EmptyState'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { useCanvas } from '../canvas/canvas-state'
import { useAsk } from '../use-ask'
import { begin, inSight, prefer, type Vote } from './blind'
import { BlindCards } from './BlindCards'
import { Revealed } from './Revealed'

/** The run's pictures without their names, in an order that tells nothing. Who made which is said after the vote. */
export function BlindView({ run }: { run: Run }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const ids = run.generations.flatMap(({ image_ids }) => image_ids)
  const [vote, setVote] = useState<Vote>(() => begin(ids, 'best'))
  const [winner, setWinner] = useState<string | null>(null)
  const isCast = useRef(false)
  const start = (way: Vote['way']) => {
    setWinner(null)
    setVote(begin(ids, way))
  }
  const isPossible = ids.length >= 2 && vote.order.length >= 2
  const isOpen = isPossible && winner === null
  useEffect(() => {
    useCanvas.setState({ undecided: isOpen ? run.id : null })
    return () => useCanvas.setState({ undecided: null })
  }, [isOpen, run.id])
  if (!isPossible) {
    return <EmptyState icon={EyeOff} title={t('choose.empty')} text={t('choose.emptyText')} />
  }
  const onPrefer = (id: string) => {
    if (isCast.current) return
    const outcome = prefer(vote, id)
    if (!outcome.done) return setVote(outcome.vote)
    isCast.current = true
    void ask(async () => {
      await call('vote', { run_id: run.id, winner: outcome.winner, choices: [...outcome.choices], blind: true })
      setWinner(outcome.winner)
    }).finally(() => {
      isCast.current = false
    })
  }
  return (
    <section aria-label={t('choose.blind')} className="flex min-h-0 flex-1 flex-col gap-3 p-4">
      <div className="flex min-w-0 flex-wrap items-center gap-3">
        <SegmentedControl
          label={t('choose.way.title')}
          value={vote.way}
          options={[
            { value: 'best', label: t('choose.way.best') },
            { value: 'pairs', label: t('choose.way.pairs') },
          ]}
          onChange={start}
        />
        <p aria-live="polite" className="m-0 min-w-0 flex-1 text-muted">
          {winner ? t('choose.revealed') : vote.way === 'best' ? t('choose.askBest') : t('choose.askPair', { number: vote.next, all: vote.order.length - 1 })}
        </p>
      </div>
      {winner ? <Revealed run={run} order={vote.order} winner={winner} onAgain={() => start(vote.way)} /> : <BlindCards key={vote.next} ids={inSight(vote)} onPrefer={onPrefer} />}
    </section>
  )
}
