import { lazy, Suspense } from 'react'
import { useAppCommands } from './app-commands'
import { useKeyboard } from './keyboard'
import { useOverlay } from './overlay-state'
import { QuitDialog } from './QuitDialog'

const Palette = lazy(() => import('./palette/Palette'))
const ShortcutsSheet = lazy(() => import('./ShortcutsSheet'))

/** What lies over everything, loaded when it is first asked for. */
export function Overlays() {
  const open = useOverlay((state) => state.open)
  useAppCommands()
  useKeyboard()
  return (
    <>
      <QuitDialog />
      <Suspense fallback={null}>
        {open === 'palette' && <Palette />}
        {open === 'shortcuts' && <ShortcutsSheet />}
      </Suspense>
    </>
  )
}
