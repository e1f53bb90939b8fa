import type { LucideIcon } from 'lucide-react'
import type { ImageContext, ImageTarget } from './image-target'

export interface ImageAction {
  id: string
  icon: LucideIcon
  /** As in `Kbd`. */
  shortcut?: string
  /** A line parts the groups of the menu. */
  group: 'look' | 'make' | 'take' | 'again' | 'file' | 'remove'
  /** In the menu under `More` at the end of its group. */
  tucked?: boolean
  /** Also on the picture itself while the pointer is over it, and on the viewer's bar. */
  onPicture?: boolean
  /** On the bar of a selection. */
  onSelection?: boolean
  danger?: boolean
  when: (target: ImageTarget, context: ImageContext) => boolean
  /** Whether it is on now, for actions that toggle. */
  active?: (target: ImageTarget) => boolean
  activeIcon?: LucideIcon
  perform: (target: ImageTarget, context: ImageContext) => void | Promise<unknown>
}

export const some = ({ images }: ImageTarget) => images.length > 0
export const one = ({ images }: ImageTarget) => images.length === 1
