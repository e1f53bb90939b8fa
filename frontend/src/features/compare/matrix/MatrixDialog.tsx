import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { formatPrice } from '@/shared/images/image-format'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { Field, inputClass } from '@/shared/ui/Field'
import { cx } from '@/shared/ui/cx'
import { setMode, showRun } from '../canvas/canvas-state'
import { changePrompt, settle, useDraft } from '../draft'
import { useAsk } from '../use-ask'
import { useChosen } from '../use-request'
import { axesOf, MATRIX_PARAMETERS, suggested } from './axes'
import { AxisRow } from './AxisRow'
import { MatrixPlan } from './MatrixPlan'
import { closeMatrix, useMatrix } from './matrix-state'
import { useMatrixRequest, usePlan } from './use-plan'

const MOST_AXES = 2

/** What varies, how many pictures that makes, and for how much; then it begins. */
export default function MatrixDialog() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const ask = useAsk()
  const hint = useId()
  const chosen = useChosen()
  const prompt = useDraft((draft) => draft.prompt ?? '')
  const axes = useMatrix((state) => state.axes)
  const request = useMatrixRequest()
  const plan = usePlan(request)
  const free = MATRIX_PARAMETERS.filter((parameter) => !axes.some((axis) => axis.parameter === parameter))
  const varied = Math.max(axes.length, plan.data?.axes.length ?? 0)
  const add = () => {
    const parameter = free[0]
    if (parameter) useMatrix.setState({ axes: [...axes, { parameter, text: suggested(parameter, chosen) }] })
  }
  const generate = () => {
    settle(client)
    closeMatrix()
    void ask(() => call('generate_matrix', { ...request, prompt, axes: axesOf(axes) })).then((started) => {
      if (!started) return
      setMode('grid')
      showRun(started.run_id)
    })
  }
  const price = plan.data && (plan.data.unknown_models.length > 0 ? t('compare.price.atLeast', { price: formatPrice(t, i18n.language, plan.data.known_cost) }) : formatPrice(t, i18n.language, plan.data.known_cost))
  return (
    <Dialog
      open
      onOpenChange={closeMatrix}
      width="md"
      title={t('matrix.title')}
      description={t('matrix.long')}
      actions={
        <>
          <Button onClick={closeMatrix}>{t('common.cancel')}</Button>
          <PaidButton variant="primary" disabled={!plan.data || plan.isStale} onClick={generate}>
            {plan.data ? t('compare.composer.generate', { count: plan.data.images }) : t('compare.command.generate')}
            {price && <span className="text-sm font-medium tabular-nums opacity-80">{price}</span>}
          </PaidButton>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field layout="column" label={t('compare.composer.prompt')} hint={t('matrix.wordsHint')}>
          {(ids) => (
            <textarea
              {...ids}
              value={prompt}
              rows={3}
              spellCheck={false}
              onChange={(event) => changePrompt(client, event.target.value)}
              className={cx(inputClass, 'h-auto! resize-none py-1.5')}
            />
          )}
        </Field>
        {axes.map((axis, index) => (
          <AxisRow
            key={index}
            axis={axis}
            hint={hint}
            free={free}
            onChange={(changed) => useMatrix.setState({ axes: axes.with(index, { ...axis, ...changed }) })}
            onSuggest={(parameter) => useMatrix.setState({ axes: axes.with(index, { parameter, text: suggested(parameter, chosen) }) })}
            onRemove={() => useMatrix.setState({ axes: axes.toSpliced(index, 1) })}
          />
        ))}
        {axes.length > 0 && (
          <p id={hint} className="m-0 text-sm text-faint">
            {t('matrix.valuesHint')}
          </p>
        )}
        {varied < MOST_AXES && (
          <Button size="sm" icon={Plus} className="self-start" onClick={add}>
            {t('matrix.add')}
          </Button>
        )}
        <MatrixPlan plan={plan} models={chosen.length} />
      </div>
    </Dialog>
  )
}
