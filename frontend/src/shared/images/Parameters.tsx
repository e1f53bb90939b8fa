import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SectionTitle } from '@/shared/ui/SectionTitle'

/** One line of a list of facts: what it is, and its value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="m-0 break-words">{children}</dd>
    </>
  )
}

/** What was asked of a model or sent to it, one line each; nothing where there is none. */
export function Parameters({ title, values }: { title: string; values: unknown }) {
  const { t } = useTranslation()
  const entries = Object.entries((values ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== null && typeof value !== 'object',
  )
  if (entries.length === 0) return null
  return (
    <section>
      <SectionTitle>{title}</SectionTitle>
      <dl className="m-0 grid grid-cols-[minmax(80px,auto)_minmax(0,1fr)] gap-x-3 gap-y-1">
        {entries.map(([name, value]) => (
          <Fact key={name} name={t(`parameters.${name}`, { defaultValue: name })}>
            {String(value)}
          </Fact>
        ))}
      </dl>
    </section>
  )
}
