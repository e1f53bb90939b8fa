import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { againOf } from '@/shared/jobs/again'
import { useAskAgain } from '@/shared/jobs/ask-again'
import { useModelLabel } from '@/shared/models/queries'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { useAgainCost } from '../canvas/use-again-price'
import { useAsk } from '../use-ask'

const close = () => useAskAgain.setState({ generation: null })

/** What a key or a menu asked for again: its price is seen before it is spent. What is free is asked for at once. */
export function AskAgain() {
  const generation = useAskAgain((state) => state.generation)
  return generation && <Confirm key={generation.id} generation={generation} />
}

function Confirm({ generation }: { generation: Generation }) {
  const { t, i18n } = useTranslation()
  const ask = useAsk()
  const model = useModelLabel()(generation.model)
  const cost = useAgainCost(generation)
  const isFree = cost === 0
  const price = cost === undefined ? '…' : formatPrice(t, i18n.language, cost)
  const confirm = () => {
    close()
    void ask(() => call('retry', { id: generation.id }))
  }
  useEffect(() => {
    if (!isFree) return
    close()
    void ask(() => call('retry', { id: generation.id }))
  }, [isFree, ask, generation.id])
  if (isFree) return null
  return (
    <Dialog
      open
      onOpenChange={close}
      title={t('spend.again.title')}
      description={t('spend.again.text', { model, price })}
      actions={
        <>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <PaidButton key={price} variant="primary" autoFocus disabled={cost === undefined} onClick={confirm}>
            {t('spend.again.confirm', { price })}
          </PaidButton>
        </>
      }
    >
      {againOf(generation) === 'charged' && <p className="m-0 text-muted">{t('spend.again.maybe')}</p>}
    </Dialog>
  )
}
