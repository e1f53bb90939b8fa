import { useTranslation } from 'react-i18next'
import type { Generation, Image } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'
import { useOwnerName } from '@/shared/people/owner-name'
import { useBilledCost } from '@/shared/studio/money'
import { BUILTIN } from '@/shared/matting/queries'
import { Adjustments } from '@/shared/parameters/Adjustments'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useImageLabel } from '../image-label'
import { foundIn } from '../image-target'
import { Fact, Parameters } from '../Parameters'
import { seedsOf, sourcesOf } from '../sources'
import { useImage } from '../queries'
import { showMade, useViewer } from '../viewer-state'
import { formatBytes, formatSeconds } from '../image-format'

/** What made the picture: asked, sent, and what it cost. */
export function InfoPanel({ image, generation }: { image: Image; generation: Generation | null }) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()
  const cost = useBilledCost(image.model)
  const language = i18n.language
  const owner = useOwnerName(image.owner)
  const seeds = seedsOf(image)
  const found = foundIn(image)
  const requestId = typeof image.recipe.request_id === 'string' ? image.recipe.request_id : null
  const sources = sourcesOf(image)
  const revised = typeof image.recipe.revised_prompt === 'string' ? image.recipe.revised_prompt : null
  return (
    <aside
      className="flex w-[300px] shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-panel p-3.5"
      data-selectable
    >
      <dl className="m-0 grid grid-cols-[minmax(80px,auto)_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        {image.model && <Fact name={t('images.info.model')}>{label(image.model)}</Fact>}
        {image.kind !== 'generated' && <Fact name={t('images.info.kind')}>{t(`images.kind.${image.kind}`)}</Fact>}
        {image.name && <Fact name={t('images.info.name')}>{image.name}</Fact>}
        {sources.length > 0 && (
          <Fact name={t('images.found.made')}>
            {sources.map((id) => (
              <Source key={id} id={id} />
            ))}
          </Fact>
        )}
        <HowMade image={image} />
        <Fact name={t('images.info.size')}>
          {image.width}×{image.height} · {formatBytes(image.bytes, language)} ·{' '}
          {image.mime_type.split('/')[1]?.toUpperCase()}
        </Fact>
        {image.cost !== null && <Fact name={t('images.info.cost')}>{image.cost === 0 ? t('compare.price.free') : cost(image.cost)}</Fact>}
        {generation?.seconds != null && (
          <Fact name={t('images.info.time')}>{formatSeconds(t, language, generation.seconds)}</Fact>
        )}
        {seeds && <Fact name={t('images.info.seed')}>{seeds}</Fact>}
        {requestId && <Fact name={t('images.info.requestId')}>{requestId}</Fact>}
        {owner && <Fact name={t('people.owner')}>{owner}</Fact>}
        <Fact name={t('images.info.created')}>
          {new Date(image.created).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}
        </Fact>
      </dl>
      {found && <Parameters title={t('images.found.title')} values={{ ...found, prompt: null }} />}
      {found?.prompt && <Words title={t('images.info.prompt')}>{found.prompt}</Words>}
      {image.prompt && <Words title={t('images.info.prompt')}>{image.prompt}</Words>}
      {generation?.text && <Words title={t('images.info.words')}>{generation.text}</Words>}
      {revised && <Words title={t('images.info.revised')}>{revised}</Words>}
      <Parameters title={t('images.info.asked')} values={generation?.asked ?? image.recipe.asked} />
      <Parameters title={t('images.info.sent')} values={generation?.sent ?? image.recipe.sent} />
      {generation && <Adjustments adjustments={generation.adjustments} />}
    </aside>
  )
}

/** By what a cut-out was made, and how sure that was of it. */
function HowMade({ image: { kind, recipe } }: { image: Image }) {
  const { t, i18n } = useTranslation()
  const { model, confidence } = recipe
  if (kind !== 'cut_out' || typeof model !== 'string') return null
  const percent = typeof confidence === 'number' && confidence.toLocaleString(i18n.language, { style: 'percent' })
  const name = model === BUILTIN ? t('images.info.builtin') : model
  return <Fact name={t('images.info.by')}>{[name, percent].filter(Boolean).join(' · ')}</Fact>
}

/** The picture that this one was made of. */
function Source({ id }: { id: string }) {
  const { t } = useTranslation()
  const source = useImage(id)
  const label = useImageLabel()
  const show = () => {
    showMade(id, [id], false)
    useViewer.setState(({ viewing }) => ({ viewing: viewing && { ids: viewing.ids, mode: 'single', shown: [id] } }))
  }
  return (
    <button type="button" title={t('images.found.open')} className="text-left text-accent-text hover:underline" onClick={show}>
      {source ? label(source) : '…'}
    </button>
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
