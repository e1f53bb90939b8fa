import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { formatBytes, formatPrice } from '@/shared/images/image-format'
import { useImageLabel } from '@/shared/images/image-label'
import { Parameters } from '@/shared/images/Parameters'
import { useImage } from '@/shared/images/queries'
import type { Selected } from '@/shared/images/selection/use-selection-actions'
import { seedsOf } from '@/shared/images/sources'
import { Thumb } from '@/shared/images/Thumb'
import { openViewer } from '@/shared/images/viewer-state'
import { sendToCompare } from '@/shared/jobs/to-compare'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { toggleDetail } from '../look/look-state'
import { Lineage } from './Lineage'
import { ManyChosen } from './ManyChosen'

/** Where the chosen picture comes from, what came of it, and what made it; of several, what they are together. On narrow windows it lies on the pictures, above the bar of what is chosen. */
export function DetailPanel(selected: Selected & { count: number }) {
  const { t } = useTranslation()
  const [chosen] = selected.target.among
  return (
    <aside aria-label={t('library.detail.title')} className="flex w-[288px] shrink-0 flex-col overflow-y-auto border-l border-line bg-panel p-3.5 max-[860px]:absolute max-[860px]:top-0 max-[860px]:right-0 max-[860px]:bottom-[60px] max-[860px]:z-10 max-[860px]:rounded-bl-card max-[860px]:border-b max-[860px]:shadow-overlay">
      <SectionTitle aside={<IconButton icon={X} size="sm" className="-my-1.5 -mr-1.5" label={t('common.close')} onClick={toggleDetail} />}>{t('library.detail.title')}</SectionTitle>
      {!chosen ? <p className="m-0 text-faint">{t('library.detail.choose')}</p> : selected.count > 1 ? <ManyChosen {...selected} /> : <Chosen key={chosen} id={chosen} />}
    </aside>
  )
}

function Chosen({ id }: { id: string }) {
  const { t } = useTranslation()
  const image = useImage(id)
  const label = useImageLabel()
  if (!image) return null
  return (
    <div className="flex flex-col gap-4">
      <button type="button" aria-label={t('images.action.view')} className="block overflow-hidden rounded-card bg-well" onClick={() => openViewer({ ids: [id], shown: [id] })}>
        <Thumb id={id} size={768} alt="" fit="contain" className="max-h-56 w-full" />
      </button>
      <div className="flex flex-col gap-1">
        <h3 className="m-0 truncate font-semibold">{label(image)}</h3>
        <Facts image={image} />
      </div>
      <Lineage image={image} />
      {image.prompt && (
        <section>
          <SectionTitle>{t('images.info.prompt')}</SectionTitle>
          <p data-selectable className="m-0 max-h-52 overflow-y-auto break-words whitespace-pre-wrap">
            {image.prompt}
          </p>
        </section>
      )}
      <Asked image={image} />
      {image.run_id && (
        <Button className="self-start" onClick={() => sendToCompare({ runId: image.run_id ?? '' })}>
          {t('images.action.showRun')}
        </Button>
      )}
    </div>
  )
}

/** What was asked besides the prompt; the seed as it was, also where it was left to chance. */
function Asked({ image }: { image: Image }) {
  const { t } = useTranslation()
  const seed = seedsOf(image)
  const asked = image.recipe.asked as Record<string, unknown> | undefined
  return <Parameters title={t('images.info.asked')} values={{ ...asked, ...(seed ? { seed } : {}) }} />
}

function Facts({ image }: { image: Image }) {
  const { t, i18n } = useTranslation()
  const made = new Date(image.created).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  const facts = [
    made,
    `${image.width}×${image.height}`,
    formatBytes(image.bytes, i18n.language),
    image.mime_type.split('/')[1]?.toUpperCase(),
    image.cost !== null && formatPrice(t, i18n.language, image.cost),
  ]
  return <p className="m-0 text-sm text-muted tabular-nums">{facts.filter(Boolean).join(' · ')}</p>
}
