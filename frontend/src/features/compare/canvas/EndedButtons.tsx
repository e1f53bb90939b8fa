import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { againOf } from '@/shared/jobs/again'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { useAsk } from '../use-ask'
import { focusPrompt } from '../composer/focus-prompt'
import { AddKey } from './AddKey'
import { ErrorDetails } from './ErrorDetails'
import { UnknownButtons } from './UnknownButtons'
import { useAgainPrice, withPrice } from './use-again-price'

/** Errors that the words of the prompt can mend. */
const BY_PROMPT = ['content_refused', 'bad_parameters', 'bad_request', 'bad_response']
/** Errors that asking again the same way cannot mend. */
const FOR_GOOD = ['content_refused', 'bad_request', 'bad_parameters', 'model_missing', 'auth_failed']

export function EndedButtons({ generation }: { generation: Generation }) {
  const { t } = useTranslation()
  const { state, error } = generation
  if (state === 'unknown') return <UnknownButtons generation={generation} />
  const code = error?.code ?? ''
  return (
    <div className="mt-1.5 flex flex-wrap justify-center gap-1.5" onClick={(event) => event.stopPropagation()}>
      {code === 'auth_failed' && <AddKey generation={generation} />}
      {error && !FOR_GOOD.includes(code) && <Retry generation={generation} />}
      {BY_PROMPT.includes(code) && error?.details.reason !== 'fewer' && (
        <Button size="sm" onClick={focusPrompt}>
          {t('compare.ended.editPrompt')}
        </Button>
      )}
      {error && <ErrorDetails generation={generation} error={error} />}
    </div>
  )
}

/** Where a new call would be made, its price is on the button. */
function Retry({ generation }: { generation: Generation }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [busy, setBusy] = useState(false)
  const again = againOf(generation)
  const price = useAgainPrice(generation, again === 'free' || again === 'charged')
  const press = async () => {
    setBusy(true)
    await ask(() => call('retry', { id: generation.id }))
    setBusy(false)
  }
  return (
    <PaidButton size="sm" busy={busy} onClick={() => void press()}>
      {withPrice(t(generation.state === 'cancelled' ? 'compare.ended.again' : 'common.retry'), price)}
    </PaidButton>
  )
}
