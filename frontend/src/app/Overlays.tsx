import { Suspense } from 'react'
import { later } from '@/shared/studio/later'
import { useAppCommands } from './app-commands'
import { useKeyboard } from './keyboard'
import { useOverlay } from './overlay-state'
// Not lazy: what is typed right after Ctrl+K must not be lost.
import { Palette } from './palette/Palette'
import { QuitDialog } from './QuitDialog'
import { useBatchEnds } from './use-batch-ends'
import { VaultGate } from './VaultGate'

const ShortcutsSheet = later(() => import('./ShortcutsSheet'))

/** What lies over everything. */
export function Overlays() {
  const open = useOverlay((state) => state.open)
  useAppCommands()
  useKeyboard()
  useBatchEnds()
  return (
    <>
      <VaultGate />
      <QuitDialog />
      {open === 'palette' && <Palette />}
      <Suspense fallback={null}>{open === 'shortcuts' && <ShortcutsSheet />}</Suspense>
    </>
  )
}
