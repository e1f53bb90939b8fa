import { useTranslation } from 'react-i18next'
import type { Adjustment } from '@/bridge/contract'

/** What is sent otherwise than it was asked for, each with its reason. */
export function Adjustments({ adjustments }: { adjustments: readonly Adjustment[] }) {
  const { t } = useTranslation()
  if (adjustments.length === 0) return null
  return (
    <ul className="mt-1.5 mb-0 flex list-none flex-col gap-0.5 p-0 text-sm text-muted">
      {adjustments.map(({ parameter, asked, sent, reason }) => (
        <li key={parameter} className="[overflow-wrap:anywhere]">
          {t(`parameters.${parameter}`, { defaultValue: parameter })}: {readable(asked)} →{' '}
          {sent === null ? t('sent.nothing') : readable(sent)} · {t(`sent.reason.${reason}`)}
        </li>
      ))}
    </ul>
  )
}

/** `1024x768` as sizes are written everywhere; a long list cut. */
const readable = (value: string) => (value.length > 60 ? `${value.slice(0, 60)}…` : value).replace(/(\d)x(\d)/, '$1×$2')
