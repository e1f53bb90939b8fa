import { Suspense, useEffect, useRef } from 'react'
import { openUnlock, useUnlockDialog, useVault } from '@/shared/providers/vault'
import { later } from '@/shared/studio/later'

const UnlockDialog = later(() => import('@/shared/providers/UnlockDialog'))

/** Asks for the passphrase once, at the start, where the keys are locked; later whoever needs them opens the dialog. */
export function VaultGate() {
  const vault = useVault()
  const isOpen = useUnlockDialog(({ open }) => open)
  const asked = useRef(false)
  useEffect(() => {
    if (!vault || asked.current) return
    asked.current = true
    if (vault.locked) openUnlock()
  }, [vault])
  return <Suspense fallback={null}>{isOpen && <UnlockDialog />}</Suspense>
}
