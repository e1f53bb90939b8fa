import { useTranslation } from 'react-i18next'
import type { Spend } from '@/bridge/contract'
import { Checkbox } from '@/shared/ui/Checkbox'
import { Row, Section } from '../sections/Section'
import { CapBar } from './CapBar'
import { KeyCaps } from './KeyCaps'
import { MoneyField } from './MoneyField'
import { useChangeCaps } from './queries'

const KINDS = ['run', 'day', 'month'] as const

/** The caps, each with how far it is used, and what they do about prices nobody knows. */
export function CapsCard({ spend }: { spend: Spend }) {
  const { t } = useTranslation()
  const changeCaps = useChangeCaps()
  const { caps, uses } = spend
  return (
    <>
      <Section title={t('spend.caps.title')}>
        <p className="m-0 border-b border-line px-3.5 py-3 text-muted">{t('spend.caps.hint')}</p>
        {KINDS.map((kind) => {
          const use = uses.find(({ cap }) => cap === kind)
          const name = t(`spend.caps.${kind}`)
          return (
            <div key={kind} className="border-b border-line px-3.5 py-3">
              <div className="flex min-w-0 flex-wrap items-center gap-x-6 gap-y-2">
                <div className="min-w-40 flex-1">
                  {name}
                  <span className="ml-2 text-sm text-faint">{t(`spend.caps.${kind}Hint`)}</span>
                </div>
                <MoneyField name={name} value={caps[kind] ?? null} onChange={(value) => changeCaps((caps) => ({ ...caps, [kind]: value }))} />
              </div>
              {use && (
                <div className="mt-2">
                  <CapBar name={name} use={use} />
                </div>
              )}
            </div>
          )
        })}
        <Row label={t('spend.caps.unpriced')} hint={t('spend.caps.unpricedHint')}>
          {({ id }) => (
            <Checkbox id={id} checked={caps.allow_unpriced ?? false} onChange={(allow_unpriced) => changeCaps((caps) => ({ ...caps, allow_unpriced }))} />
          )}
        </Row>
      </Section>
      <KeyCaps caps={caps} uses={uses} onChange={changeCaps} />
    </>
  )
}
