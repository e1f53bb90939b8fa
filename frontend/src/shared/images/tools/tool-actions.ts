import { Brush, Crop, Grid2x2, Grid3x3, PaintBucket, Scissors, SquareSplitHorizontal, VenetianMask, WandSparkles } from 'lucide-react'
import { one, some, type ImageAction } from '../image-action'
import { openViewer } from '../viewer-state'
import { cutOut, split } from './tool-hands'
import { openTool } from './tool-state'

/** What can be made of pictures. */
export const TOOL_ACTIONS: readonly ImageAction[] = [
  {
    id: 'split',
    icon: Grid2x2,
    shortcut: 's',
    group: 'make',
    onPicture: true,
    onSelection: true,
    when: some,
    perform: ({ images }, context) => split(images, context),
  },
  {
    id: 'cutOut',
    icon: Scissors,
    shortcut: 'b',
    group: 'make',
    onPicture: true,
    onSelection: true,
    when: some,
    perform: ({ images }, context) => cutOut(images, {}, context),
  },
  {
    id: 'beforeAfter',
    icon: SquareSplitHorizontal,
    shortcut: 'shift+w',
    group: 'make',
    when: (target) => one(target) && isCutOut(target.images[0]),
    perform: ({ images: [image], among }) => {
      if (!image?.parent_id) return
      const ids = among.includes(image.parent_id) ? among : [image.parent_id, ...among]
      openViewer({ ids, shown: [image.parent_id, image.id], mode: 'slider' })
    },
  },
  {
    id: 'retouch',
    icon: Brush,
    shortcut: 'e',
    group: 'make',
    when: (target) => one(target) && isCutOut(target.images[0]),
    perform: ({ images }) => openTool({ tool: 'retouch', images }),
  },
  {
    id: 'convert',
    icon: Crop,
    shortcut: 'x',
    group: 'make',
    onSelection: true,
    when: some,
    perform: ({ images }) => openTool({ tool: 'convert', images }),
  },
  {
    id: 'splitAs',
    icon: Grid3x3,
    shortcut: 'shift+s',
    group: 'make',
    tucked: true,
    when: some,
    perform: ({ images }) => openTool({ tool: 'split', images }),
  },
  {
    id: 'cutOutWith',
    icon: WandSparkles,
    shortcut: 'shift+b',
    group: 'make',
    tucked: true,
    when: some,
    perform: ({ images }) => openTool({ tool: 'cutOut', images }),
  },
  {
    id: 'maskOnly',
    icon: VenetianMask,
    group: 'make',
    tucked: true,
    when: some,
    perform: ({ images }, context) => cutOut(images, { result: 'mask' }, context),
  },
  {
    id: 'onColour',
    icon: PaintBucket,
    group: 'make',
    tucked: true,
    when: some,
    perform: ({ images }) => openTool({ tool: 'cutOut', images, background: '#ffffff' }),
  },
]

/** A see-through cut-out, whose edge can be mended. */
function isCutOut(image: { kind: string; parent_id: string | null; recipe: Record<string, unknown> } | undefined): boolean {
  return image?.kind === 'cut_out' && image.parent_id !== null && image.recipe.result !== 'mask' && !image.recipe.background
}
