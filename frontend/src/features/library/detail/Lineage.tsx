import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { useImageLabel } from '@/shared/images/image-label'
import { KindSign } from '@/shared/images/KindSign'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useGrid } from '../grid/grid-state'
import { ancestorsQuery, childrenQuery } from './queries'

/** From the first picture down to this one, and what was made of it; a click goes there. */
export function Lineage({ image }: { image: Image }) {
  const { t } = useTranslation()
  const above = useQuery(ancestorsQuery(image)).data ?? []
  const below = useQuery(childrenQuery(image.id)).data ?? []
  if (above.length === 0 && below.length === 0) return null
  return (
    <>
      {above.length > 0 && (
        <section>
          <SectionTitle>{t('library.detail.from')}</SectionTitle>
          <ol className="m-0 flex list-none flex-col gap-1 p-0">
            {above.map(({ id }) => (
              <Member key={id} id={id} />
            ))}
          </ol>
        </section>
      )}
      {below.length > 0 && (
        <section>
          <SectionTitle>{t('library.detail.made')}</SectionTitle>
          <ul className="m-0 flex max-h-56 list-none flex-col gap-1 overflow-y-auto p-0">
            {below.map(({ id }) => (
              <Member key={id} id={id} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Member({ id }: { id: string }) {
  const image = useImage(id)
  const label = useImageLabel()
  return (
    <li>
      <button
        type="button"
        onClick={() => useGrid.setState({ selected: new Set([id]), anchor: null })}
        className="flex w-full items-center gap-2.5 rounded-control p-1 text-left -outline-offset-2 hover:bg-raised"
      >
        <span className="relative block size-10 shrink-0 overflow-hidden rounded-[5px] bg-well">
          <Thumb id={id} size={320} alt="" className="size-full" />
          {image && <KindSign kind={image.kind} />}
        </span>
        <span className="min-w-0 truncate">{image ? label(image) : '…'}</span>
      </button>
    </li>
  )
}
