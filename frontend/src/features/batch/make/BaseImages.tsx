import { FolderOpen, ImageUp, Images, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBatchDraft } from '@/shared/batch/draft'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { Button } from '@/shared/ui/Button'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { later } from '@/shared/studio/later'
import { useBringIn } from '../use-bring-in'

const LibraryDialog = later(() => import('./LibraryDialog'))
/** So many are drawn; of thousands the rest is a number. */
const DRAWN = 60

/** The pictures that are worked on, one or thousands; without any, the prompts alone make the tasks. */
export function BaseImages() {
  const { t } = useTranslation()
  const bases = useBatchDraft((draft) => draft.base_image_ids)
  const { pick } = useBringIn()
  const [library, setLibrary] = useState(false)
  const buttons = (
    <>
      <Button size="sm" icon={ImageUp} onClick={() => pick('files')}>
        {t('batch.bases.files')}
      </Button>
      <Button size="sm" icon={FolderOpen} onClick={() => pick('folder')}>
        {t('batch.bases.folder')}
      </Button>
      <Button size="sm" icon={Images} onClick={() => setLibrary(true)}>
        {t('batch.bases.library')}
      </Button>
    </>
  )
  return (
    <section aria-labelledby="bases-title">
      <SectionTitle aside={bases.length > 0 && t('batch.bases.count', { count: bases.length })}>
        <span id="bases-title">{t('batch.bases.title')}</span>
      </SectionTitle>
      {bases.length === 0 ? (
        <div className="flex flex-col items-center gap-2.5 rounded-card border border-dashed border-line-strong px-4 py-6 text-center">
          <ImageUp size={24} strokeWidth={1.4} aria-hidden className="text-dim" />
          <p className="m-0 max-w-[440px] text-muted">{t('batch.bases.empty')}</p>
          <div className="flex flex-wrap justify-center gap-1.5">{buttons}</div>
        </div>
      ) : (
        <>
          <ul aria-labelledby="bases-title" className="m-0 flex max-h-[212px] list-none flex-wrap gap-1.5 overflow-y-auto p-0.5">
            {bases.slice(0, DRAWN).map((id, index) => (
              <BaseImage key={id} id={id} number={index + 1} />
            ))}
            {bases.length > DRAWN && (
              <li className="grid h-[52px] place-items-center px-2 text-sm text-faint tabular-nums">{t('batch.bases.more', { count: bases.length - DRAWN })}</li>
            )}
          </ul>
          <div className="mt-2 flex flex-wrap gap-1.5">
            {buttons}
            <Button size="sm" variant="quiet" icon={X} onClick={() => useBatchDraft.setState({ base_image_ids: [] })}>
              {t('batch.bases.clear')}
            </Button>
          </div>
        </>
      )}
      <Suspense fallback={null}>{library && <LibraryDialog onClose={() => setLibrary(false)} />}</Suspense>
    </section>
  )
}

function BaseImage({ id, number }: { id: string; number: number }) {
  const { t } = useTranslation()
  return (
    <li className="group relative size-[52px] overflow-hidden rounded-control border border-line">
      <TinyThumb id={id} width={52} height={52} />
      <button
        type="button"
        aria-label={t('batch.bases.remove', { number })}
        onClick={() => useBatchDraft.setState(({ base_image_ids: before }) => ({ base_image_ids: before.filter((other) => other !== id) }))}
        className="absolute top-0.5 right-0.5 grid size-[18px] place-items-center rounded bg-black/70 text-white opacity-0 transition-opacity duration-150 group-hover:opacity-100 focus-visible:opacity-100"
      >
        <X size={11} strokeWidth={2} aria-hidden />
      </button>
    </li>
  )
}
