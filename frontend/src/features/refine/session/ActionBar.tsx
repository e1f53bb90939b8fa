import { CircleStop, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { useReadOnly } from '@/shared/studio/queries'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { Kbd } from '@/shared/ui/Kbd'
import { Spinner } from '@/shared/ui/Spinner'
import { CapNote } from '@/shared/refine/CapNote'
import { priceWords, workWords } from '@/shared/refine/estimate'
import { GoOnBar } from './GoOnBar'
import { numberOf } from './facts'
import { isOpenEnded, stopSession, useMakeImage, useResume } from './use-loop'

/** The next step, always in the same place: with its price before it is pressed, and a stop while it runs. */
export function ActionBar({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('refine.next')} className="shrink-0 border-t border-line bg-panel px-4 pt-3 pb-3.5">
      {session.status === 'running' ? <Running session={session} /> : isOpenEnded(session) ? <MakeImage session={session} /> : <GoOnBar session={session} shown={shown} />}
    </section>
  )
}

function Running({ session }: { session: RefineSession }) {
  const { t } = useTranslation()
  const { step, step_iteration: at, iterations } = session
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      <Spinner className="text-accent-text" />
      <span className="min-w-0 flex-1 basis-40">
        {t(`refine.step.${step ?? 'write'}`, { number: numberOf(at ?? iterations.length) })} <span className="text-faint">{t('refine.kept')}</span>
      </span>
      <Button size="lg" icon={CircleStop} onClick={() => stopSession(session.id)}>
        {t('reproduce.stop')}
        <Kbd keys="mod+." className="max-[1100px]:hidden" />
      </Button>
    </div>
  )
}

/** A prompt that has no image yet: the first one, or one that the user wrote. */
function MakeImage({ session }: { session: RefineSession }) {
  const { t, i18n } = useTranslation()
  const making = useMakeImage(session)
  const resuming = useResume(session)
  const readOnly = useReadOnly()
  const isFirst = session.images === 0
  const isWritten = session.iterations.length > 0
  // What broke off while it was being written is written, and no image made; what was stopped goes on to the first image.
  const onlyWrites = !isWritten && session.status === 'failed'
  const { estimate, over } = onlyWrites ? resuming : making
  const words = isWritten ? (isFirst ? t('refine.first.text') : t('refine.first.own')) : t('refine.first.unwritten')
  const label = onlyWrites ? t('refine.first.write') : !isWritten ? t('refine.first.both') : isFirst ? t('refine.first.button') : t('refine.first.make')
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-end gap-x-3 gap-y-2">
      <span className="min-w-0 flex-1 basis-48 text-muted tabular-nums">
        {words} {estimate && <span className="text-faint">{workWords(t, estimate)}</span>} {readOnly ? <span id="make-image-why">{t('app.readOnlyWhy')}</span> : <CapNote id="make-image-why" over={over} />}
      </span>
      <PaidButton variant="primary" size="lg" icon={Play} busy={making.busy || resuming.busy} disabled={onlyWrites ? over !== null : making.isHeld} aria-describedby={readOnly || over ? 'make-image-why' : undefined} onClick={onlyWrites ? resuming.resume : making.make}>
        {label}
        {estimate && <span className="text-sm font-medium tabular-nums opacity-80">{priceWords(t, i18n.language, estimate)}</span>}
        <Kbd keys="mod+enter" className="text-accent-ink! opacity-75 max-[1100px]:hidden" />
      </PaidButton>
    </div>
  )
}
