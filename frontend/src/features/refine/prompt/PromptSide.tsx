import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { Thumb } from '@/shared/images/Thumb'
import { openViewer } from '@/shared/images/viewer-state'
import { useModelLabel } from '@/shared/models/queries'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { storyOf } from '../session/facts'
import { BlockCard } from './BlockCard'
import { PromptTools } from './PromptTools'

/** The goal, the prompt of the iteration that is looked at, and what the user said. */
export function PromptSide({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const { aspect_ratio: ratio, size } = session.image_params
  const shape = ratio ?? size?.replace('x', '×')
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3.5 pt-3 pb-4">
      <section aria-labelledby="goal-title">
        <SectionTitle>
          <span id="goal-title">{t('refine.goal')}</span>
        </SectionTitle>
        <p data-selectable className="m-0 max-h-40 overflow-y-auto rounded-control border border-line bg-well px-2.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {session.user_goal}
        </p>
      </section>
      {session.source_image_id && <Source id={session.source_image_id} />}
      <section aria-labelledby="prompt-title">
        <SectionTitle aside={<span className="block max-w-44 truncate">{[label(session.model), shape].filter(Boolean).join(' · ')}</span>}>
          <span id="prompt-title">{t('refine.prompt.title')}</span>
        </SectionTitle>
        {shown ? (
          <>
            {storyOf(session, shown).map((story) => (
              <BlockCard key={`${shown.index}:${story.block}`} session={session} iteration={shown} story={story} />
            ))}
            <PromptTools session={session} shown={shown} />
          </>
        ) : (
          <div aria-hidden className="flex flex-col gap-[7px]">
            {[52, 70, 52].map((height, index) => (
              <div key={index} style={{ height }} className="rounded-lg border border-line bg-bg" />
            ))}
          </div>
        )}
      </section>
      <YouSaid session={session} />
    </div>
  )
}

/** The picture that is to be come closer to. */
function Source({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="source-title">
      <SectionTitle>
        <span id="source-title">{t('refine.source')}</span>
      </SectionTitle>
      <button type="button" aria-label={t('images.action.view')} onClick={() => openViewer({ ids: [id], shown: [id] })} className="block h-32 w-full overflow-hidden rounded-card border border-line bg-well">
        <Thumb id={id} size={768} alt={t('refine.source')} fit="contain" className="size-full" />
      </button>
    </section>
  )
}

/** What the user found wrong; each became a check that must hold. */
function YouSaid({ session }: { session: RefineSession }) {
  const { t } = useTranslation()
  if (session.user_feedback.length === 0) return null
  return (
    <section aria-labelledby="said-title">
      <SectionTitle>
        <span id="said-title">{t('refine.said.title')}</span>
      </SectionTitle>
      <ul className="m-0 flex list-none flex-col gap-1.5 p-0">
        {session.user_feedback.map((text, index) => (
          <li key={index} data-selectable className="rounded-control border border-line bg-well px-2.5 py-1.5 [overflow-wrap:anywhere]">
            “{text}” {session.strategy === 'contract' && <span className="text-faint">{t('refine.said.check')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
