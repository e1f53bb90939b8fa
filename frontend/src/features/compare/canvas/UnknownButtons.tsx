import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { useAsk } from '../use-ask'
import { useAgainPrice, withPrice } from './use-again-price'

/** It was sent and no answer was seen. Only the user decides whether to let it go or pay (perhaps again). */
export function UnknownButtons({ generation }: { generation: Generation }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [busy, setBusy] = useState(false)
  const price = useAgainPrice(generation)
  const decide = async (action: 'discard' | 'resend') => {
    setBusy(true)
    const open = generation.attempts.filter(({ state }) => state === 'unknown').map(({ id }) => id)
    // The last word says what becomes of the generation; the others only clear the way, and where one fails there is no last word.
    await ask(async () => {
      for (const [index, attempt_id] of open.entries()) {
        const last = index === open.length - 1
        await call('resolve_unknown', { attempt_id, action: last ? action : 'discard' })
      }
    })
    setBusy(false)
  }
  return (
    <div className="mt-1.5 flex flex-wrap justify-center gap-1.5" onClick={(event) => event.stopPropagation()}>
      <Button size="sm" disabled={busy} onClick={() => void decide('discard')}>
        {t('compare.unknown.discard')}
      </Button>
      <PaidButton size="sm" busy={busy} onClick={() => void decide('resend')}>
        {withPrice(t('compare.unknown.resend'), price)}
      </PaidButton>
    </div>
  )
}
