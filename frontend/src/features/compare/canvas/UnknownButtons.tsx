import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { runQuery } from '@/shared/jobs/queries'
import { estimateQuery } from '@/shared/models/queries'
import { Button } from '@/shared/ui/Button'
import { useAsk } from '../use-ask'

/** It was sent and no answer was seen. Only the user decides whether to let it go or pay (perhaps again). */
export function UnknownButtons({ generation }: { generation: Generation }) {
  const { t, i18n } = useTranslation()
  const ask = useAsk()
  const [busy, setBusy] = useState(false)
  const { data: run } = useQuery(runQuery(generation.run_id))
  const { data: estimate } = useQuery({
    ...estimateQuery(run?.prompt ?? '', [generation.model], run?.params ?? { per_model: {} }),
    enabled: !!run,
  })
  const price = formatPrice(t, i18n.language, estimate?.models[0]?.cost)
  const decide = async (action: 'discard' | 'resend') => {
    setBusy(true)
    const open = generation.attempts.filter(({ state }) => state === 'unknown').map(({ id }) => id)
    // The last word says what becomes of the generation; the others only clear the way.
    for (const [index, attempt_id] of open.entries()) {
      const last = index === open.length - 1
      await ask(() => call('resolve_unknown', { attempt_id, action: last ? action : 'discard' }))
    }
    setBusy(false)
  }
  return (
    <div className="mt-1.5 flex flex-wrap justify-center gap-1.5" onClick={(event) => event.stopPropagation()}>
      <Button size="sm" disabled={busy} onClick={() => void decide('discard')}>
        {t('compare.unknown.discard')}
      </Button>
      <Button size="sm" busy={busy} onClick={() => void decide('resend')}>
        {t('compare.unknown.resend', { price })}
      </Button>
    </div>
  )
}
