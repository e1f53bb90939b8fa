import type { TFunction } from 'i18next'
import {
  Columns2,
  Copy,
  Download,
  FolderOpen,
  History,
  ImagePlus,
  Maximize,
  RotateCcw,
  Star,
  Text,
  Trash2,
  type LucideIcon,
} from 'lucide-react'
import type { Generation, Image, Run } from '@/bridge/contract'
import { call } from '@/bridge/call'
import type { MenuGroups } from '@/shared/ui/menu'
import { copyImages, copyText, deleteImages, saveImages, toggleFavourite } from './image-hands'
import { FilledStar } from './FilledStar'
import { openViewer } from './viewer-state'

/** What an action is done to: pictures, or a generation that has none. */
export interface ImageTarget {
  images: readonly Image[]
  generation: Generation | null
  run: Run | null
  /** All pictures around it, for the arrows of the viewer. */
  among: readonly string[]
}

/** What the workspace lends to the actions. */
export interface ImageContext {
  t: TFunction
  transport: 'window' | 'browser'
  addReferences?: (ids: string[]) => void
  reuse?: (run: Run) => void
}

export interface ImageAction {
  id: string
  icon: LucideIcon
  /** As in `Kbd`. */
  shortcut?: string
  /** A line parts the groups of the menu. */
  group: 'look' | 'take' | 'again' | 'file' | 'remove'
  /** Also on the picture itself while the pointer is over it. */
  onPicture?: boolean
  danger?: boolean
  when: (target: ImageTarget, context: ImageContext) => boolean
  /** Whether it is on now, for actions that toggle. */
  active?: (target: ImageTarget) => boolean
  activeIcon?: LucideIcon
  perform: (target: ImageTarget, context: ImageContext) => void | Promise<unknown>
}

const some = ({ images }: ImageTarget) => images.length > 0
const ids = ({ images }: ImageTarget) => images.map(({ id }) => id)
const promptOf = ({ images, run }: ImageTarget) => images[0]?.prompt ?? run?.prompt ?? ''
const isFavourite = (target: ImageTarget) => some(target) && target.images.every(({ favourite }) => favourite)
/** States after which asking again makes sense; an unknown outcome is decided on its own card. */
const RETRYABLE = ['failed', 'refused', 'cancelled']

/** Everything that can be done to a picture. The hover bar, the menu, the viewer and the keyboard all read this. */
export const IMAGE_ACTIONS: readonly ImageAction[] = [
  {
    id: 'view',
    icon: Maximize,
    shortcut: 'space',
    group: 'look',
    onPicture: true,
    when: some,
    perform: (target) => openViewer({ ids: target.among, shown: ids(target).slice(0, 1) }),
  },
  {
    id: 'sideBySide',
    icon: Columns2,
    shortcut: 'c',
    group: 'look',
    when: ({ images }) => images.length > 1,
    perform: (target) => openViewer({ ids: target.among, shown: ids(target).slice(0, 4), mode: 'side' }),
  },
  {
    id: 'favourite',
    icon: Star,
    shortcut: 'f',
    group: 'look',
    onPicture: true,
    when: some,
    active: isFavourite,
    activeIcon: FilledStar,
    perform: (target) => toggleFavourite(target.images, !isFavourite(target)),
  },
  {
    id: 'save',
    icon: Download,
    shortcut: 'mod+s',
    group: 'take',
    onPicture: true,
    when: some,
    perform: (target, context) => saveImages(ids(target), context),
  },
  {
    id: 'copyImage',
    icon: Copy,
    shortcut: 'mod+c',
    group: 'take',
    when: ({ images }) => images.length === 1,
    perform: (target, context) => copyImages(ids(target), context),
  },
  {
    id: 'copyPrompt',
    icon: Text,
    shortcut: 'mod+shift+c',
    group: 'take',
    when: (target) => promptOf(target) !== '',
    perform: (target, context) => copyText(promptOf(target), context),
  },
  {
    id: 'useAsReference',
    icon: ImagePlus,
    shortcut: 'a',
    group: 'again',
    when: (target, context) => some(target) && !!context.addReferences,
    perform: (target, context) => context.addReferences?.(ids(target)),
  },
  {
    id: 'reuse',
    icon: History,
    shortcut: 'u',
    group: 'again',
    when: ({ run }, context) => run !== null && !!context.reuse,
    perform: ({ run }, context) => {
      if (run) context.reuse?.(run)
    },
  },
  {
    id: 'retry',
    icon: RotateCcw,
    shortcut: 'r',
    group: 'again',
    when: ({ generation }) => !!generation && RETRYABLE.includes(generation.state),
    perform: ({ generation }) => Promise.resolve(generation && call('retry', { id: generation.id })),
  },
  {
    id: 'reveal',
    icon: FolderOpen,
    group: 'file',
    when: ({ images }, { transport }) => images.length === 1 && transport === 'window',
    perform: ({ images }) => Promise.resolve(images[0] && call('reveal_image', { img_id: images[0].id })),
  },
  {
    id: 'delete',
    icon: Trash2,
    shortcut: 'delete',
    group: 'remove',
    danger: true,
    when: some,
    perform: (target, context) => deleteImages(ids(target), context),
  },
]

export const actionsFor = (target: ImageTarget, context: ImageContext): ImageAction[] =>
  IMAGE_ACTIONS.filter((action) => action.when(target, context))

/** What an action is called; `favourite` says which way it goes. */
export const actionLabel = (action: ImageAction, target: ImageTarget, t: TFunction): string =>
  t(`images.action.${action.id}`, { context: action.active?.(target) ? 'on' : undefined })

/** Its icon; a star that is on is filled. */
export const actionIcon = (action: ImageAction, target: ImageTarget): LucideIcon =>
  (action.active?.(target) && action.activeIcon) || action.icon

/** The menu of a picture, or of several. */
export function menuFor(target: ImageTarget, context: ImageContext, run: (action: ImageAction) => void): MenuGroups {
  const actions = actionsFor(target, context)
  const groups = [...new Set(actions.map(({ group }) => group))]
  return groups.map((group) =>
    actions
      .filter((action) => action.group === group)
      .map((action) => ({
        id: action.id,
        label: actionLabel(action, target, context.t),
        icon: actionIcon(action, target),
        shortcut: action.shortcut,
        danger: action.danger,
        onSelect: () => run(action),
      })),
  )
}
