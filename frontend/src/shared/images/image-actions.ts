import type { TFunction } from 'i18next'
import {
  Columns2,
  Copy,
  Download,
  Files,
  FolderOpen,
  History,
  ImagePlus,
  LayoutGrid,
  Maximize,
  Package,
  RotateCcw,
  ScanText,
  Star,
  Text,
  Trash2,
  Trophy,
  Undo2,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { askAgain } from '@/shared/jobs/ask-again'
import type { MenuGroups, MenuItem } from '@/shared/ui/menu'
import { FilledStar } from './FilledStar'
import { one, some, type ImageAction } from './image-action'
import { copyFiles, copyImages, copyText, deleteImages, saveImages, toggleFavourite } from './image-hands'
import { foundIn, idsOf, promptOf, type ImageContext, type ImageTarget } from './image-target'
import { SEND_ACTIONS } from './send-actions'
import { TOOL_ACTIONS } from './tools/tool-actions'
import { openTool } from './tools/tool-state'
import { MOST_SIDE_BY_SIDE, openViewer } from './viewer-state'

export type { ImageAction } from './image-action'
export type { ImageContext, ImageTarget } from './image-target'

const isFavourite = (target: ImageTarget) => some(target) && target.images.every(({ favourite }) => favourite)
const foundOf = ({ images: [image] }: ImageTarget) => image && foundIn(image)
/** States after which asking again makes sense; an unknown outcome is decided on its own card. */
const RETRYABLE = ['failed', 'refused', 'cancelled']

/** Some of its pictures came and others did not: the place of those is as one that failed. */
const isPartial = ({ state, error }: Generation) => state === 'done' && error !== null

/** Everything that can be done to a picture. The hover bar, the menus, the viewer, the selection and the keyboard all read this. */
export const IMAGE_ACTIONS: readonly ImageAction[] = [
  {
    id: 'view',
    icon: Maximize,
    shortcut: 'space',
    group: 'look',
    onPicture: true,
    when: some,
    perform: (target) => {
      const ids = idsOf(target)
      openViewer({ ids: target.among, shown: ids.filter((id) => id === target.at).concat(ids).slice(0, 1) })
    },
  },
  {
    id: 'sideBySide',
    icon: Columns2,
    shortcut: 'c',
    group: 'look',
    onSelection: true,
    when: ({ images }) => images.length > 1,
    perform: (target) =>
      openViewer({ ids: target.among, shown: idsOf(target).slice(0, MOST_SIDE_BY_SIDE), mode: 'side' }),
  },
  {
    id: 'favourite',
    icon: Star,
    shortcut: 'f',
    group: 'look',
    onPicture: true,
    onSelection: true,
    when: some,
    active: isFavourite,
    activeIcon: FilledStar,
    perform: (target) => toggleFavourite(target.images, !isFavourite(target)),
  },
  {
    id: 'winner',
    icon: Trophy,
    shortcut: 'v',
    group: 'look',
    when: (target, context) => one(target) && !!context.pickWinner && !!target.images[0]?.generation_id,
    perform: ({ images: [image] }, context) => Promise.resolve(image && context.pickWinner?.(image)),
  },
  ...TOOL_ACTIONS,
  {
    id: 'save',
    icon: Download,
    shortcut: 'mod+s',
    group: 'take',
    onPicture: true,
    when: one,
    perform: (target, context) => saveImages(idsOf(target), context),
  },
  {
    id: 'export',
    icon: Package,
    shortcut: 'mod+shift+s',
    group: 'take',
    onSelection: true,
    when: some,
    perform: ({ images }) => openTool({ tool: 'export', images }),
  },
  {
    id: 'copyImage',
    icon: Copy,
    shortcut: 'mod+c',
    group: 'take',
    when: one,
    perform: (target, context) => copyImages(idsOf(target), context),
  },
  {
    id: 'copyFile',
    icon: Files,
    shortcut: 'mod+alt+c',
    group: 'take',
    tucked: true,
    when: (target, { transport }) => some(target) && transport === 'window',
    perform: (target, context) => copyFiles(idsOf(target), context),
  },
  {
    id: 'copyPrompt',
    icon: Text,
    shortcut: 'mod+shift+c',
    group: 'take',
    tucked: true,
    when: (target) => promptOf(target) !== '',
    perform: (target, context) => copyText(promptOf(target), context),
  },
  {
    id: 'reveal',
    icon: FolderOpen,
    group: 'take',
    tucked: true,
    when: (target, { transport }) => one(target) && transport === 'window',
    perform: ({ images }) => Promise.resolve(images[0] && call('reveal_image', { img_id: images[0].id })),
  },
  {
    id: 'useAsReference',
    icon: ImagePlus,
    shortcut: 'a',
    group: 'again',
    when: (target, context) => some(target) && !!context.addReferences,
    perform: (target, context) => context.addReferences?.(idsOf(target)),
  },
  {
    id: 'useRecipe',
    icon: ScanText,
    group: 'again',
    when: (target, context) => one(target) && !!foundOf(target)?.prompt && !!context.takeRecipe,
    perform: (target, context) => {
      const found = foundOf(target)
      if (found) context.takeRecipe?.(found)
    },
  },
  ...SEND_ACTIONS,
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
    id: 'showRun',
    icon: LayoutGrid,
    shortcut: 'g',
    group: 'again',
    when: (target, context) => one(target) && !!target.images[0]?.run_id && !!context.showRun,
    perform: ({ images: [image] }, context) => {
      if (image?.run_id) context.showRun?.(image.run_id)
    },
  },
  {
    id: 'retry',
    icon: RotateCcw,
    shortcut: 'r',
    group: 'again',
    when: ({ images, generation }) => !!generation && (RETRYABLE.includes(generation.state) || (images.length === 0 && isPartial(generation))),
    perform: ({ generation }) => Promise.resolve(generation && askAgain(generation)),
  },
  {
    id: 'delete',
    icon: Trash2,
    shortcut: 'delete',
    group: 'remove',
    onSelection: true,
    danger: true,
    when: (target, context) => some(target) && !context.restore,
    perform: (target, context) => deleteImages(idsOf(target), context),
  },
  {
    id: 'restore',
    icon: Undo2,
    shortcut: 'z',
    group: 'remove',
    onSelection: true,
    when: (target, context) => some(target) && !!context.restore,
    perform: (target, context) => context.restore?.(idsOf(target)),
  },
]

/** What lies in the bin is looked at, taken or had back; nothing is made of it. */
const NOT_IN_BIN: readonly ImageAction['group'][] = ['make', 'again']

export const actionsFor = (target: ImageTarget, context: ImageContext): ImageAction[] =>
  IMAGE_ACTIONS.filter((action) => action.when(target, context) && !(context.restore && NOT_IN_BIN.includes(action.group)))

/** What an action is called; `favourite` says which way it goes. */
export const actionLabel = (action: ImageAction, target: ImageTarget, t: TFunction): string =>
  t(`images.action.${action.id}`, { context: action.active?.(target) ? 'on' : undefined })

/** Its icon; a star that is on is filled. */
export const actionIcon = (action: ImageAction, target: ImageTarget): LucideIcon =>
  (action.active?.(target) && action.activeIcon) || action.icon

/** The menu of a picture, or of several. What is tucked away of a group is under one item at its end. */
export function menuFor(target: ImageTarget, context: ImageContext, run: (action: ImageAction) => void): MenuGroups {
  const actions = actionsFor(target, context)
  const groups = [...new Set(actions.map(({ group }) => group))]
  const item = (action: ImageAction): MenuItem => ({
    id: action.id,
    label: actionLabel(action, target, context.t),
    icon: actionIcon(action, target),
    shortcut: action.shortcut,
    danger: action.danger,
    onSelect: () => run(action),
  })
  return groups.map((group) => {
    const inGroup = actions.filter((action) => action.group === group)
    const tucked = inGroup.filter((action) => action.tucked)
    const shown = inGroup.filter((action) => !action.tucked || tucked.length === 1).map(item)
    if (tucked.length < 2) return shown
    const more = { id: `more.${group}`, label: context.t(`images.moreOf.${group}`), icon: group === 'make' ? Wrench : undefined, items: tucked.map(item) }
    return [...shown, { ...more, onSelect: () => undefined }]
  })
}
