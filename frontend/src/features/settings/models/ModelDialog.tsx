import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueModel, ModelOverride } from '@/bridge/contract'
import { changeOverride, useCatalogue } from '@/shared/models/overrides'
import { Problem } from '@/shared/providers/Problem'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { ModelFields } from './ModelFields'
import { capabilitiesOf, differing, isPrice, priceOf, problemsOf } from './override'
import { PriceFields } from './PriceFields'
import { overSaid, typedOf, typedPriceOf } from './typed'

/** What a model takes and costs, in the user's own words over the catalogue's. */
export function ModelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const entry = useCatalogue().data?.models.find(({ model }) => model.id === id)
  return entry ? <Form entry={entry} onClose={onClose} /> : null
}

function Form({ entry: { model, custom, ...plain }, onClose }: { entry: CatalogueModel; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const form = useId()
  const [typed, setTyped] = useState(() => typedOf(model.capabilities))
  const said = useMemo(() => typedOf(plain.capabilities), [plain.capabilities])
  const saidPrice = useMemo(() => typedPriceOf(plain.price), [plain.price])
  const [price, setPrice] = useState(() => overSaid(typedPriceOf(model.price), saidPrice))
  const changed = differing(typed, said)
  const changedPrice = differing(price, saidPrice)
  const problems = problemsOf(typed)
  const isSound = problems.size === 0 && Object.values(price).every(isPrice)
  const save = useMutation({
    mutationFn: (change: Partial<ModelOverride>) => changeOverride(client, model.id, change),
    onSuccess: onClose,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isSound) return
    save.mutate({
      price: changedPrice.size > 0 ? priceOf(price, model.price) : null,
      capabilities: changed.size > 0 ? capabilitiesOf(typed, model.capabilities) : null,
    })
  }
  const reset = () => {
    setTyped(said)
    setPrice(saidPrice)
  }
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={onClose}
      title={model.label}
      description={t(custom ? 'models.dialog.textCustom' : 'models.dialog.text')}
      actions={
        <>
          <Button variant="quiet" className="mr-auto -ml-3" disabled={changed.size + changedPrice.size === 0} onClick={reset}>
            {t(custom ? 'models.dialog.asItWas' : 'models.dialog.back')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabled={!isSound}>
            {t('keys.save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <PriceFields typed={price} said={saidPrice} currency={model.price?.currency ?? 'USD'} onChange={setPrice} />
        <ModelFields typed={typed} said={said} problems={problems} onChange={(more) => setTyped({ ...typed, ...more })} />
        <Problem of={save.error} />
      </form>
    </Dialog>
  )
}
