import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { toast } from '@/shared/ui/toasts'
import { useStudioInfo } from './queries'

/** Opens in the system's browser: the window asks the engine to, a browser opens another tab. */
export function ExternalLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { transport } = useStudioInfo()
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={className}
      onClick={(event) => {
        if (transport !== 'window') return
        event.preventDefault()
        call('open_external', { url: href }).catch(() => toast(t('common.notOpened', { address: href }), { kind: 'error', seconds: 12 }))
      }}
    >
      {children}
    </a>
  )
}
