import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { providerLabel } from '@/shared/providers/provider-words'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { cx } from '@/shared/ui/cx'

/** Providers that only want a key: one line each, which opens a field to paste it into. */
export function LockedProviders({ models }: { models: readonly ModelInfo[] }) {
  const ids = [...new Set(models.map(({ provider }) => provider))]
  return (
    <ul className="-mx-1.5 my-0 list-none p-0">
      {ids.map((id) => (
        <LockedProvider key={id} id={id} models={models.filter(({ provider }) => provider === id)} />
      ))}
    </ul>
  )
}

function LockedProvider({ id, models }: { id: string; models: ModelInfo[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const reason = models[0]?.reason
  const label = providerLabel(t, { id, label: models[0]?.provider_label ?? id })
  const refused = reason === 'key_refused'
  const words = refused ? t('compare.models.keyRefused') : reason === 'vault_locked' ? t('keys.state.locked') : t('compare.models.noKey')
  return (
    <li className="rounded-control hover:bg-raised">
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full items-center gap-2.5 px-1.5 py-1.5 text-left"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight
          size={15}
          strokeWidth={1.7}
          aria-hidden
          className={cx('shrink-0 text-dim transition-transform duration-150', open && 'rotate-90')}
        />
        <span className="min-w-0 flex-1 text-muted">
          <span className="block truncate" title={label}>
            {label}
          </span>
          <span className={cx('block truncate text-xs', refused ? 'text-bad' : 'text-faint')}>
            {words}
          </span>
        </span>
        <span className="shrink-0 text-sm text-faint">{t('compare.models.many', { count: models.length })}</span>
      </button>
      {open && (
        <div className="animate-appear px-1.5 pb-2 pl-[31px]">
          <p className="mt-0 mb-1.5 text-xs text-faint">{models.map(({ label }) => label).join(', ')}</p>
          <KeyPasteInline provider={id} onSaved={() => setOpen(false)} autoFocus />
        </div>
      )}
    </li>
  )
}
