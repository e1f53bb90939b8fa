import { Columns2, GitBranch, ScanEye, ThumbsUp } from 'lucide-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { openViewer } from '@/shared/images/viewer-state'
import { showSession } from '@/shared/refine/open'
import type { MenuItem } from '@/shared/ui/menu'
import { numberOf, withPictures } from '../session/facts'
import { freshView, look } from '../state'
import { useSessionAct } from '../use-session'

/** The picture that one is compared with: the best, and the best with the one it came from. */
export function otherOf(session: RefineSession, { index, parent }: RefineIteration): (RefineIteration & { image: string }) | undefined {
  const pictures = withPictures(session).filter((each) => each.index !== index)
  const wanted = index === session.best ? parent : session.best
  return pictures.find((each) => each.index === wanted) ?? pictures.at(-1)
}

/** As the viewer is to call the pictures of a session: by the numbers they have in it. */
function namesOf(t: TFunction, session: RefineSession): Record<string, string> {
  const own = withPictures(session).map(({ image, index }) => [image, t('refine.iteration', { number: numberOf(index) })])
  return Object.fromEntries(session.source_image_id ? [[session.source_image_id, t('refine.source')], ...own] : own) as Record<string, string>
}

/** What can be done with an iteration: have it as the best whatever the judge says, branch off, compare, go on from it. */
export function useIterationActions(session: RefineSession, iteration: RefineIteration): MenuItem[] {
  const { t } = useTranslation()
  const { act } = useSessionAct()
  const { index, image } = iteration
  if (image === null) return []
  const isRunning = session.status === 'running'
  const other = otherOf(session, iteration)
  const pick = () =>
    void act(async () => {
      const picked = await call('pick_iteration', { session_id: session.id, index })
      look(null)
      return picked
    })
  const branch = () =>
    void act(async () => {
      const branched = await call('branch_session', { session_id: session.id, index })
      freshView()
      showSession(branched.id)
      return branched
    })
  const names = namesOf(t, session)
  const compare = () => other && openViewer({ ids: withPictures(session).map((each) => each.image), shown: [other.image, image], mode: 'slider', names })
  const source = session.source_image_id
  const besideSource = () => source && openViewer({ ids: [source, ...withPictures(session).map((each) => each.image)], shown: [source, image], mode: 'slider', names })
  const items: (MenuItem | false | '' | null | undefined)[] = [
    other && { id: 'compare', icon: Columns2, label: t('refine.action.compare', { first: numberOf(other.index), second: numberOf(index) }), onSelect: compare },
    source && { id: 'source', icon: ScanEye, label: t('refine.action.withSource'), onSelect: besideSource },
    index !== session.best && { id: 'pick', icon: ThumbsUp, label: t('refine.action.pick', { number: numberOf(index) }), disabled: isRunning, onSelect: pick },
    { id: 'branch', icon: GitBranch, label: t('refine.action.branch', { number: numberOf(index) }), onSelect: branch },
  ]
  return items.filter((item) => !!item)
}
