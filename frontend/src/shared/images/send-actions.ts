import { Layers, RefreshCw, ScanEye } from 'lucide-react'
import { sendToBatch } from '@/shared/batch/draft'
import { sendToRefine } from '@/shared/refine/open'
import { sendToReproduce } from '@/shared/words/sources'
import { one, some, type ImageAction } from './image-action'
import { idsOf, promptOf } from './image-target'
import { closeViewer } from './viewer-state'

/** The other workspaces that go on from a picture. */
export const SEND_ACTIONS: readonly ImageAction[] = [
  {
    id: 'reproduce',
    icon: ScanEye,
    shortcut: 'shift+p',
    group: 'again',
    onSelection: true,
    when: some,
    perform: (target) => {
      closeViewer()
      sendToReproduce(idsOf(target))
    },
  },
  {
    id: 'batch',
    icon: Layers,
    shortcut: 'shift+q',
    group: 'again',
    onSelection: true,
    when: some,
    perform: (target) => {
      closeViewer()
      sendToBatch(idsOf(target))
    },
  },
  {
    id: 'refine',
    icon: RefreshCw,
    shortcut: 'shift+r',
    group: 'again',
    when: (target) => one(target) && promptOf(target) !== '',
    perform: (target, { client }) => {
      closeViewer()
      sendToRefine(client, { goal: promptOf(target), model: target.images[0]?.model })
    },
  },
]
