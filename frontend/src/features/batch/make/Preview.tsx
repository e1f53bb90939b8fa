import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchPreview, PreviewedTask } from '@/bridge/contract'
import { useBatchDraft } from '@/shared/batch/draft'
import { drawsNothing, piecesOf } from '@/shared/batch/placeholders'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { formatPrice } from '@/shared/images/image-format'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { useModelLabel } from '@/shared/models/queries'
import { Button } from '@/shared/ui/Button'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { cx } from '@/shared/ui/cx'
import { formatDuration } from '@/shared/jobs/duration'
import { problemWords } from './problem-words'
import { missingOf, type BatchRequest } from './request'

interface PreviewProps {
  request: BatchRequest
  preview: BatchPreview | undefined
  error: unknown
  stale: boolean
}

/** What the batch will be: so many tasks, for so much, in so long; and the first prompts as they will be sent. */
export function Preview({ request, preview, error, stale }: PreviewProps) {
  const { t } = useTranslation()
  const missing = missingOf(request)
  return (
    <aside aria-label={t('batch.preview.title')} aria-busy={stale} className="flex w-[312px] shrink-0 flex-col overflow-y-auto border-l border-line bg-panel px-3.5 pt-3.5 pb-4 max-[1280px]:w-[272px] max-[860px]:w-auto max-[860px]:border-t max-[860px]:border-l-0 max-[860px]:overflow-visible">
      <SectionTitle>{t('batch.preview.title')}</SectionTitle>
      {missing && <p className="m-0 text-faint">{t(`batch.preview.${missing}`)}</p>}
      {!missing && error !== null && error !== undefined && <p className="m-0 text-bad">{problemWords(t, asErrorInfo(error))}</p>}
      {!missing && !error && preview && (
        <div className={cx('flex flex-col gap-4 transition-opacity duration-150', stale && 'opacity-60')}>
          <Sums preview={preview} request={request} />
          <Warnings preview={preview} request={request} />
          <section aria-labelledby="first-title">
            <SectionTitle>
              <span id="first-title">{t('batch.preview.first')}</span>
            </SectionTitle>
            <ol className="m-0 flex list-none flex-col gap-1.5 p-0">
              {preview.first.map((task, index) => (
                <FirstTask key={index} task={task} />
              ))}
            </ol>
          </section>
        </div>
      )}
    </aside>
  )
}

function Sums({ preview, request }: { preview: BatchPreview; request: BatchRequest }) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()
  const number = (value: number) => value.toLocaleString(i18n.language)
  const isUnknown = preview.models.some(({ cost, problem }) => cost === null && !problem)
  const price = formatPrice(t, i18n.language, isUnknown && preview.known_cost === 0 ? null : preview.known_cost)
  const pictures = request.base_image_ids.length - preview.without_row.length
  return (
    <div className="flex flex-col gap-3">
      <dl className="m-0 grid grid-cols-2 gap-x-3 gap-y-2.5">
        <Sum name={t('batch.preview.tasks')} value={number(preview.tasks)} />
        <Sum name={t('batch.preview.price')} value={isUnknown && preview.known_cost > 0 ? t('compare.price.atLeast', { price }) : price} />
        <Sum name={t('batch.preview.time')} value={preview.seconds === null ? t('batch.preview.unknownTime') : formatDuration(t, preview.seconds)} />
        {pictures > 0 && <Sum name={t('batch.preview.bases')} value={number(pictures)} />}
      </dl>
      <ul className="m-0 flex list-none flex-col gap-1 p-0 text-sm">
        {preview.models.map(({ model, tasks, cost, problem }) => (
          <li key={model} className="flex min-w-0 items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate text-muted" title={label(model)}>
              {label(model)}
            </span>
            {problem ? (
              <span className="text-bad">{errorWords(t, { code: problem, details: {} }, { model: label(model) }).title}</span>
            ) : (
              <span className="shrink-0 text-faint tabular-nums">
                {number(tasks)} · {formatPrice(t, i18n.language, cost)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Sum({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-sm text-faint">{name}</dt>
      <dd className="m-0 text-xl font-semibold tabular-nums">{value}</dd>
    </div>
  )
}

/** Of the images that no row names so many are shown. */
const MOST_LEFT_OUT = 8

function Warnings({ preview, request }: { preview: BatchPreview; request: BatchRequest }) {
  const { t } = useTranslation()
  const { twins } = preview
  const pieces = piecesOf(request.prompt, [], request.params.lists ?? {})
  const columns = Object.keys(request.params.rows?.[0] ?? {})
  const isNameless = request.base_image_ids.length === 0 && !columns.includes('name') && pieces.some(({ text }) => /^\{\s*name\s*\}$/.test(text))
  const warnings = [
    isNameless && t('batch.preview.noName'),
    ...drawsNothing(pieces).map((name) => t('batch.preview.drawsNothing', { name })),
    preview.unused_rows > 0 && t('batch.preview.unusedRows', { count: preview.unused_rows }),
  ].filter((each) => each !== false)
  return (
    <>
      {preview.without_row.length > 0 && (
        <Warning words={t('batch.preview.withoutRow', { count: preview.without_row.length })}>
          <span className="mt-1 flex flex-wrap gap-1" data-left-out>
            {preview.without_row.slice(0, MOST_LEFT_OUT).map((id) => (
              <span key={id} className="size-7 overflow-hidden rounded">
                <TinyThumb id={id} width={28} height={28} />
              </span>
            ))}
          </span>
        </Warning>
      )}
      {warnings.map((words) => (
        <Warning key={words} words={words} />
      ))}
      {twins.length > 0 && (
        <Warning words={t('batch.preview.twins', { count: twins.length })}>
          <Button size="sm" className="mt-1" onClick={() => takeOut(new Set(twins))}>
            {t('batch.preview.takeOut')}
          </Button>
        </Warning>
      )}
    </>
  )
}

const takeOut = (gone: ReadonlySet<string>) => useBatchDraft.setState(({ base_image_ids: before }) => ({ base_image_ids: before.filter((id) => !gone.has(id)) }))

function Warning({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <div className="flex gap-1.5 text-sm text-accent-text">
      <TriangleAlert size={14} strokeWidth={1.7} aria-hidden className="mt-px shrink-0" />
      <span className="min-w-0">
        <span className="block">{words}</span>
        {children}
      </span>
    </div>
  )
}

function FirstTask({ task }: { task: PreviewedTask }) {
  const label = useModelLabel()
  return (
    <li className="flex gap-2.5 rounded-control border border-line bg-bg p-2" data-preview>
      {task.base_image_id && (
        <span className="size-9 shrink-0 overflow-hidden rounded">
          <TinyThumb id={task.base_image_id} width={36} height={36} />
        </span>
      )}
      <span className="min-w-0 flex-1">
        <span className="line-clamp-3 break-words" title={task.prompt} data-selectable>
          {task.prompt}
        </span>
        <span className="block truncate text-xs text-faint">{label(task.model)}</span>
      </span>
    </li>
  )
}
