import type { ReactNode } from 'react'
import { call } from '@/bridge/call'
import { useStudioInfo } from './queries'

/** Opens in the system's browser: the window asks the engine to, a browser opens another tab. */
export function ExternalLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
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
        void call('open_external', { url: href })
      }}
    >
      {children}
    </a>
  )
}
