import { useTranslation } from 'react-i18next'
import { useBatchDraft } from '@/shared/batch/draft'
import { providerLabel } from '@/shared/providers/provider-words'
import { Field } from '@/shared/ui/Field'
import { NumberField } from '@/shared/ui/NumberField'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { Select } from '@/shared/ui/Select'
import { useDraftModels } from './request'

const PRIORITIES = { first: 10, usual: 0, last: -10 } as const
type Priority = keyof typeof PRIORITIES

/** How often each is asked for, which batch goes first, and how hard a provider is asked. */
export function Pace() {
  const { t } = useTranslation()
  const { repeat, priority, at_once: atOnce, per_minute: perMinute } = useBatchDraft()
  const models = useDraftModels()
  const providers = [...new Map(models.map((model) => [model.provider, model.provider_label]))]
  const level: Priority = priority > 0 ? 'first' : priority < 0 ? 'last' : 'usual'
  const put = (limits: Readonly<Record<string, number>>, id: string, value: number | null) =>
    Object.fromEntries([...Object.entries(limits).filter(([other]) => other !== id), ...(value === null ? [] : [[id, value] as const])])
  return (
    <section aria-labelledby="pace-title">
      <SectionTitle>
        <span id="pace-title">{t('batch.pace.title')}</span>
      </SectionTitle>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <div className="w-56">
          <Field label={t('batch.pace.repeat')}>{(ids) => <NumberField {...ids} min={1} max={1000} value={repeat} onChange={(next) => useBatchDraft.setState({ repeat: next ?? 1 })} />}</Field>
        </div>
        <div className="w-76">
          <Field label={t('batch.pace.priority')}>
            {(ids) => (
              <Select
                {...ids}
                value={level}
                options={(['first', 'usual', 'last'] as const).map((value) => ({ value, label: t(`batch.pace.level.${value}`) }))}
                onChange={(next) => useBatchDraft.setState({ priority: PRIORITIES[next] })}
              />
            )}
          </Field>
        </div>
      </div>
      {providers.length > 0 && (
        <ul className="mt-2.5 mb-0 flex list-none flex-col gap-1.5 p-0">
          {providers.map(([id, label]) => {
            const name = providerLabel(t, { id, label })
            return (
              <li key={id} className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
                <span className="w-52 truncate text-muted" title={name}>
                  {name}
                </span>
                <Limit
                  label={t('batch.pace.atOnceOf', { provider: name })}
                  unit={t('batch.pace.atOnce')}
                  max={256}
                  value={atOnce[id]}
                  onChange={(value) => useBatchDraft.setState({ at_once: put(atOnce, id, value) })}
                />
                <Limit
                  label={t('batch.pace.perMinuteOf', { provider: name })}
                  unit={t('batch.pace.perMinute')}
                  max={100_000}
                  value={perMinute[id]}
                  onChange={(value) => useBatchDraft.setState({ per_minute: put(perMinute, id, value) })}
                />
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

interface LimitProps {
  label: string
  unit: string
  max: number
  value: number | undefined
  onChange: (value: number | null) => void
}

/** A bound of one service, or none: the queue then finds its own pace. */
function Limit({ label, unit, max, value, onChange }: LimitProps) {
  const { t } = useTranslation()
  return (
    <span className="flex items-center gap-2">
      <NumberField className="w-28!" aria-label={label} min={1} max={max} clearable placeholder={t('batch.pace.auto')} value={value ?? null} onChange={onChange} />
      <span className="text-sm whitespace-nowrap text-faint">{unit}</span>
    </span>
  )
}
