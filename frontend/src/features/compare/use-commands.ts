import { Columns2, Eye, FolderUp, Grid3x3, Images, ImageUp, PanelRight, PenLine, Play } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type Command } from '@/shared/commands/registry'
import { bringIn, broughtInEver, openBroughtIn, pickFiles, pickIn } from '@/shared/images/bring-in'
import { IMAGE_ACTIONS } from '@/shared/images/image-actions'
import { VIEWER_KEYS } from '@/shared/images/viewer/shortcuts'
import { toast } from '@/shared/ui/toasts'
import { setMode, useCanvas } from './canvas/canvas-state'
import { focusPrompt } from './composer/focus-prompt'
import { useGenerate } from './composer/use-generate'
import { openMatrix } from './matrix/matrix-state'
import { useHistoryOpen } from './history/use-history-open'
import { openSent, SENT_KEY } from './sent/sent-state'
import { useAsk } from './use-ask'
import { useImageContext } from './use-image-context'

/** What the palette and the keyboard can do here. */
export function useCompareCommands(): void {
  const { t } = useTranslation()
  const { toggle } = useHistoryOpen()
  const generate = useGenerate()
  const context = useImageContext()
  const ask = useAsk()
  const commands = useMemo(
    (): Command[] => [
      {
        id: 'compare.generate',
        section: 'do',
        icon: Play,
        label: t('compare.command.generate'),
        shortcut: 'mod+enter',
        perform: generate,
      },
      {
        id: 'compare.sent',
        section: 'do',
        icon: Eye,
        label: t('sent.title'),
        shortcut: SENT_KEY,
        perform: () => openSent(context.client),
      },
      {
        id: 'compare.prompt',
        section: 'do',
        icon: PenLine,
        label: t('compare.command.prompt'),
        shortcut: '/',
        perform: focusPrompt,
      },
      { id: 'compare.matrix', section: 'do', icon: Grid3x3, label: t('matrix.title'), perform: openMatrix },
      {
        id: 'compare.history',
        section: 'do',
        icon: PanelRight,
        label: t('compare.history.toggle'),
        shortcut: 'h',
        perform: toggle,
      },
      {
        id: 'compare.slider',
        section: 'do',
        icon: Columns2,
        label: t('compare.command.slider'),
        perform: () => setMode(useCanvas.getState().mode === 'grid' ? 'slider' : 'grid'),
      },
      ...(['files', 'folder'] as const).map((what): Command => ({
        id: `compare.open.${what}`,
        section: 'do',
        icon: what === 'files' ? ImageUp : FolderUp,
        label: t(`compare.bringIn.${what}`),
        shortcut: what === 'files' ? 'mod+o' : 'mod+shift+o',
        perform: () =>
          void ask(async () => {
            const folder = what === 'folder'
            openBroughtIn(
              context.transport === 'window' ? await pickIn(what, context) : await bringIn(await pickFiles({ folder }), context),
            )
          }),
      })),
      {
        id: 'compare.broughtIn',
        section: 'do',
        icon: Images,
        label: t('compare.bringIn.ever'),
        perform: () =>
          void ask(async () => {
            const ids = await broughtInEver(context)
            if (ids.length > 0) openBroughtIn(ids)
            else toast(t('compare.bringIn.none'))
          }),
      },
      ...IMAGE_ACTIONS.filter(({ shortcut }) => shortcut).map(({ id, icon, shortcut }): Command => ({
        id: `image.${id}`,
        section: 'image',
        icon,
        label: t(`images.action.${id}`),
        shortcut,
        perform: false,
      })),
      ...(['next', 'previous'] as const).map((step): Command => ({
        id: `image.family.${step}`,
        section: 'image',
        label: t(`images.family.${step}`),
        shortcut: step === 'next' ? ']' : '[',
        perform: false,
      })),
      ...Object.entries(VIEWER_KEYS).map(([name, shortcut]): Command => ({
        id: `viewer.${name}`,
        section: 'viewer',
        label: t(`images.viewer.${name}`),
        shortcut,
        perform: false,
      })),
    ],
    [t, toggle, generate, context, ask],
  )
  useCommands(commands)
}
