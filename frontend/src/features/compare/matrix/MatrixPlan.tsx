import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { MatrixAxis } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { useModelLabel } from '@/shared/models/queries'
import type { Plan } from './use-plan'

/** What it will be: the axes with their values, or why it cannot be made yet. */
export function MatrixPlan({ plan, models }: { plan: Plan; models: number }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  if (models === 0) return <p className="m-0 text-faint">{t('compare.composer.why.noModels')}</p>
  if (plan.error) return <p className="m-0 text-sm text-muted">{why(t, plan.error)}</p>
  if (!plan.data) return null
  const { axes, images, problems } = plan.data
  return (
    <div className="flex flex-col gap-1.5 rounded-card border border-line bg-panel px-3 py-2.5">
      {axes.map((axis, index) => (
        <p key={index} className="m-0 flex gap-2">
          <span className="shrink-0 text-muted tabular-nums">
            {axisName(t, axis)} · {t('matrix.count', { count: axis.values.length })}
          </span>
          <span className="min-w-0 break-words">{axis.values.map((value) => valueWords(t, value)).join(' · ')}</span>
        </p>
      ))}
      <p className="m-0 text-sm text-faint tabular-nums">{t('matrix.sum', { sizes: axes.map(({ values }) => values.length).join(' × '), models: t('compare.numbers.models', { count: models }), count: images })}</p>
      {Object.keys(problems).length > 0 && <p className="m-0 text-sm text-bad">{t('matrix.problems', { models: Object.keys(problems).map(label).join(', ') })}</p>}
    </div>
  )
}

export const axisName = (t: TFunction, { parameter }: MatrixAxis): string => (parameter ? t(`parameters.${parameter}`) : t('matrix.words'))

/** A value as it is shown. */
export const valueWords = (t: TFunction, value: string): string => value || t('matrix.empty')

function why(t: TFunction, error: unknown): string {
  const info = asErrorInfo(error)
  const { reason, parameter, value, images, limit, unknown, axes } = info.details as Record<string, string | undefined>
  if (info.code === 'too_large' && images) return t('matrix.why.tooMany', { images, limit })
  if (reason === 'value' && parameter) return t('matrix.why.value', { parameter: t(`parameters.${parameter}`), value })
  if (reason === 'placeholder') return t('matrix.why.placeholder', { words: String(unknown) })
  if (reason === 'axes' && Number(axes) > 2) return t('matrix.why.axesMany', { number: axes })
  if (reason === 'axes' || reason === 'braces' || reason === 'empty') return t(`matrix.why.${reason}`)
  return titled(t, errorWords(t, info))
}
