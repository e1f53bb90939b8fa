import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Generation, Image } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { formatBytes, formatPrice, formatSeconds } from '../image-format'

/** What made the picture: asked, sent, and what it cost. */
export function InfoPanel({ image, generation }: { image: Image; generation: Generation | null }) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()
  const language = i18n.language
  const seeds = Array.isArray(image.recipe.seeds) ? image.recipe.seeds.join(', ') : null
  const revised = typeof image.recipe.revised_prompt === 'string' ? image.recipe.revised_prompt : null
  return (
    <aside
      className="flex w-[300px] shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-panel p-3.5"
      data-selectable
    >
      <dl className="m-0 grid grid-cols-[minmax(80px,auto)_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <Fact name={t('images.info.model')}>{image.model ? label(image.model) : t('images.imported')}</Fact>
        <Fact name={t('images.info.size')}>
          {image.width}×{image.height} · {formatBytes(image.bytes, language)} ·{' '}
          {image.mime_type.split('/')[1]?.toUpperCase()}
        </Fact>
        {image.cost !== null && <Fact name={t('images.info.cost')}>{formatPrice(t, language, image.cost)}</Fact>}
        {generation?.seconds != null && (
          <Fact name={t('images.info.time')}>{formatSeconds(t, language, generation.seconds)}</Fact>
        )}
        {seeds && <Fact name={t('images.info.seed')}>{seeds}</Fact>}
        <Fact name={t('images.info.created')}>
          {new Date(image.created).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}
        </Fact>
      </dl>
      {image.prompt && <Words title={t('images.info.prompt')}>{image.prompt}</Words>}
      {generation?.text && <Words title={t('images.info.words')}>{generation.text}</Words>}
      {revised && <Words title={t('images.info.revised')}>{revised}</Words>}
      <Parameters title={t('images.info.asked')} values={generation?.asked ?? image.recipe.asked} />
      <Parameters title={t('images.info.sent')} values={generation?.sent ?? image.recipe.sent} />
    </aside>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="m-0 break-words">{children}</dd>
    </>
  )
}

function Words({ title, children }: { title: string; children: string }) {
  return (
    <section>
      <SectionTitle>{title}</SectionTitle>
      <p className="m-0 max-h-60 overflow-y-auto break-words whitespace-pre-wrap">{children}</p>
    </section>
  )
}

function Parameters({ title, values }: { title: string; values: unknown }) {
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
