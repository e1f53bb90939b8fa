import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ModelInfo } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { Button } from '@/shared/ui/Button'
import { Checkbox } from '@/shared/ui/Checkbox'
import { Dialog } from '@/shared/ui/Dialog'
import { Field, TextField } from '@/shared/ui/Field'
import type { Typed } from './custom-model'
import { isSound, overrideOf, typedOf } from './custom-model'

/** What a model that the user added takes and costs: nobody but the user knows. */
export function CustomModelDialog({ model, onClose }: { model: ModelInfo; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const form = useId()
  const [typed, setTyped] = useState<Typed>(() => typedOf(model))
  const change = (more: Partial<Typed>) => setTyped({ ...typed, ...more })
  const save = useMutation({
    mutationFn: (override: Record<string, unknown>) => call('set_model_override', { model: model.id, override }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['models'] })
      onClose()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isSound(typed)) save.mutate(overrideOf(model, typed))
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={model.label}
      description={t('keys.custom.text')}
      actions={
        <>
          <Button variant="quiet" className="mr-auto -ml-3" disabled={save.isPending} onClick={() => save.mutate({})}>
            {t('keys.custom.reset')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabled={!isSound(typed)}>
            {t('keys.save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-2.5 pb-1">
        {(['price', 'perCall', 'references'] as const).map((name) => (
          <Field key={name} label={t(`keys.custom.${name}`)} layout="column">
            {(ids) => <TextField {...ids} inputMode="decimal" value={typed[name]} onChange={(event) => change({ [name]: event.target.value })} />}
          </Field>
        ))}
        {(['seed', 'negative'] as const).map((name) => (
          <div key={name} className="flex items-center gap-2.5">
            <Checkbox id={`${form}-${name}`} checked={typed[name]} onChange={(on) => change({ [name]: on })} />
            <label htmlFor={`${form}-${name}`}>{t(`keys.custom.${name}`)}</label>
          </div>
        ))}
        <Problem of={save.error} />
      </form>
    </Dialog>
  )
}
