import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { providerLabel } from '@/shared/providers/provider-words'
import { useProvider } from '@/shared/providers/queries'
import { openUnlock } from '@/shared/providers/vault'
import { SectionTitle } from '@/shared/ui/SectionTitle'

/** Whose models these are, and whether they can be asked; a key can be pasted here. */
export function ProviderHead({ id, label, count }: { id: string; label: string; count: number }) {
  const { t } = useTranslation()
  const provider = useProvider(id)
  const [pasting, setPasting] = useState(false)
  const close = () => setPasting(false)
  const state = provider?.state
  const needsKey = state === 'no_key' || state === 'refused'
  const linkClass = 'text-muted underline decoration-line-strong underline-offset-2 hover:text-text'
  return (
    <>
      <SectionTitle
        aside={
          <span className="flex items-center gap-2.5">
            {needsKey && !pasting && (
              <button type="button" className={linkClass} onClick={() => setPasting(true)}>
                {t(state === 'refused' ? 'keys.replace' : 'keys.add')}
              </button>
            )}
            {state === 'locked' && (
              <button type="button" className={linkClass} onClick={openUnlock}>
                {t('keys.vault.unlock')}
              </button>
            )}
            {state && state !== 'ready' && <span>{t(`keys.state.${state}`)}</span>}
            <span className="tabular-nums">{count}</span>
          </span>
        }
      >
        {providerLabel(t, { id, label })}
      </SectionTitle>
      {pasting && (
        <div className="mb-2 rounded-card border border-line bg-panel p-2.5">
          <KeyPasteInline provider={id} autoFocus onSaved={close} onCancel={close} />
        </div>
      )}
    </>
  )
}
