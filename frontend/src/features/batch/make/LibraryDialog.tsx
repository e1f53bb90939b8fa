import { useInfiniteQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ImagePage } from '@/bridge/contract'
import { addBases } from '@/shared/batch/draft'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { useImageLabel } from '@/shared/images/image-label'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { Dialog } from '@/shared/ui/Dialog'
import { TextField } from '@/shared/ui/Field'

const THUMB = 92

/** Pictures that are in the studio already: found by their words, chosen by a click. */
export default function LibraryDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const label = useImageLabel()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const words = useDeferredValue(text.trim())
  const query = useInfiniteQuery({
    queryKey: ['batch.library', words],
    queryFn: ({ pageParam }) => call('list_images', { query: { text: words || null, cursor: pageParam, limit: 60 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ImagePage) => page.next_cursor,
    // No event keeps it: pictures that came since it was last open are asked for.
    staleTime: 0,
  })
  const images = query.data?.pages.flatMap((page) => page.images) ?? []
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const take = () => {
    addBases([...chosen])
    onClose()
  }
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={onClose}
      title={t('batch.library.title')}
      actions={
        <>
          <Button className="mr-auto" disabled={images.length === 0} onClick={() => setChosen(new Set([...chosen, ...images.map(({ id }) => id)]))}>
            {t('batch.library.all', { count: images.length })}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={chosen.size === 0} onClick={take}>
            {t('batch.library.take', { count: chosen.size })}
          </Button>
        </>
      }
    >
      <TextField type="search" autoFocus value={text} placeholder={t('batch.library.search')} aria-label={t('batch.library.search')} onChange={(event) => setText(event.target.value)} />
      <div className="mt-3 h-[min(52vh,460px)] overflow-y-auto">
        {query.isError && <QueryFailure query={query} />}
        {query.data && images.length === 0 && <p className="m-0 py-8 text-center text-faint">{t('batch.library.empty')}</p>}
        <ul aria-label={t('batch.library.title')} className="m-0 grid list-none grid-cols-[repeat(auto-fill,92px)] justify-between gap-2 p-0.5">
          {images.map((image) => (
            <li key={image.id}>
              <button
                type="button"
                aria-pressed={chosen.has(image.id)}
                aria-label={label(image)}
                title={label(image)}
                onClick={() => toggle(image.id)}
                className={cx('relative block overflow-hidden rounded-control border', chosen.has(image.id) ? 'border-accent-line shadow-[0_0_0_1px_var(--accent-line)]' : 'border-line')}
              >
                <TinyThumb id={image.id} width={THUMB - 2} height={THUMB - 2} />
                {chosen.has(image.id) && (
                  <span className="absolute top-1 right-1 grid size-[18px] place-items-center rounded-full bg-accent text-accent-ink">
                    <Check size={12} strokeWidth={2.6} aria-hidden />
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
        {query.hasNextPage && (
          <div className="flex justify-center py-3">
            <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('batch.library.more')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
