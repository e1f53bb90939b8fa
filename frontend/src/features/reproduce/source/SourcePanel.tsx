import { useTranslation } from 'react-i18next'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useSources } from '@/shared/words/sources'
import { DescriptionHistory } from '../history/DescriptionHistory'
import { DescribeButton } from './DescribeButton'
import { Options } from './Options'
import { Queue } from './Queue'
import { SourcePicture } from './SourcePicture'

/** The picture, or several, and how they are to be described. */
export function SourcePanel() {
  const { t } = useTranslation()
  const count = useSources(({ queue }) => queue.length)
  return (
    <aside data-sources className="flex w-[292px] shrink-0 flex-col border-r border-line bg-panel max-[1100px]:w-[260px]">
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-3.5 pt-3 pb-3">
        <section aria-labelledby="source-title">
          <SectionTitle
            aside={
              <span className="-my-1 flex items-center">
                <DescriptionHistory />
              </span>
            }
          >
            <span id="source-title">{count > 1 ? t('reproduce.source.title', { count }) : t('reproduce.source.single')}</span>
          </SectionTitle>
          <SourcePicture />
          <Queue />
        </section>
        <Options />
      </div>
      <DescribeButton />
    </aside>
  )
}
