import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineSession } from '@/bridge/contract'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { openViewer } from '@/shared/images/viewer-state'
import { PaidButton } from '@/shared/studio/PaidButton'
import { ProgressBar } from '@/shared/ui/ProgressBar'
import { CapNote } from '@/shared/refine/CapNote'
import { useOverCap } from '@/shared/refine/caps'
import { priceWords, useEstimate } from '@/shared/refine/estimate'
import { numberOf } from '../session/facts'
import { useSessionAct } from '../use-session'

/** Fresh images of the first and of the final prompt: what they show more often is proven, not merely seen once. */
export function Verify({ session }: { session: RefineSession }) {
  const { t, i18n } = useTranslation()
  const { act, busy } = useSessionAct()
  const { verification: proof, status, best } = session
  const canVerify = session.strategy === 'contract' && best !== null && best > 0
  const estimate = useEstimate(canVerify ? session : undefined, 'verify')
  const over = useOverCap(estimate)
  return (
    <>
      {proof && <Proof session={session} proof={proof} />}
      {canVerify && status !== 'running' && (
        <PaidButton
          size="sm"
          className="mt-2.5 h-auto! min-h-[30px] max-w-full py-1 whitespace-normal!"
          busy={busy}
          disabled={over !== null}
          title={t('refine.verify.text')}
          onClick={() => void act(() => call('verify_session', { session_id: session.id }))}
        >
          {t(proof?.done ? 'refine.verify.again' : 'refine.verify.button')}
          {estimate && <span className="text-muted tabular-nums">{`+${t('refine.work.images', { count: estimate.images })} ${priceWords(t, i18n.language, estimate)}`}</span>}
        </PaidButton>
      )}
      {canVerify && status !== 'running' && (
        <div className="mt-1 empty:hidden">
          <CapNote over={over} />
        </div>
      )}
    </>
  )
}

function Proof({ session, proof }: { session: RefineSession; proof: NonNullable<RefineSession['verification']> }) {
  const { t } = useTranslation()
  const made = proof.first_images.length + proof.final_images.length
  const all = [...proof.first_images, ...proof.final_images]
  const open = (id: string) => openViewer({ ids: all, shown: [id] })
  return (
    <div className="mt-3 flex flex-col gap-2">
      {!proof.done && (
        <>
          <span className="text-sm text-muted tabular-nums">{t('refine.verify.progress', { made, all: 2 * proof.each })}</span>
          <ProgressBar label={t('refine.step.verify', { number: numberOf(proof.final) })} part={made / (2 * proof.each)} />
        </>
      )}
      {(['first_images', 'final_images'] as const).map((which) => (
        <div key={which} className="flex items-center gap-1.5">
          <span className="w-20 shrink-0 text-sm text-faint">{t(`refine.verify.${which}`, { number: numberOf(proof.final) })}</span>
          {proof[which].map((id, index) => (
            <button key={id} type="button" aria-label={`${t(`refine.verify.${which}`, { number: numberOf(proof.final) })} ${index + 1}`} onClick={() => open(id)} className="overflow-hidden rounded-[5px] border border-line">
              <TinyThumb id={id} width={40} height={34} />
            </button>
          ))}
        </div>
      ))}
      {proof.done && proof.claims.length > 0 && (
        <ul className="m-0 list-none p-0 text-sm text-muted">
          {proof.claims.map((claim) => (
            <li key={claim.atom} className="flex gap-2 py-0.5 tabular-nums">
              <span className="min-w-0 flex-1">{session.atoms.find(({ id }) => id === claim.atom)?.question ?? claim.atom}</span>
              <span className={claim.verified ? 'font-medium text-text' : ''}>{`${Math.round(claim.final * proof.each)}/${proof.each} v ${Math.round(claim.first * proof.each)}/${proof.each}`}</span>
            </li>
          ))}
        </ul>
      )}
      {proof.done && proof.claims.length === 0 && <p className="m-0 text-sm text-faint">{t('refine.verify.nothing')}</p>}
    </div>
  )
}
