import { useQueryClient, useQueryErrorResetBoundary } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Component } from 'react'
import { useTranslation } from 'react-i18next'
import { StudioError } from '@/bridge/call'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { copyDiagnostics } from '@/shared/studio/copy-diagnostics'
import { studioInfoQuery } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { EmptyState } from '@/shared/ui/EmptyState'
import { reportFault } from './report-fault'

interface Caught {
  failed: boolean
  error?: unknown
}

/** A part that fails to draw says so in its place; the rest goes on. What the engine refused can be asked again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, Caught> {
  override state: Caught = { failed: false }

  static getDerivedStateFromError(error: unknown): Caught {
    return { failed: true, error }
  }

  override componentDidCatch(error: unknown) {
    if (!(error instanceof StudioError)) reportFault(error)
  }

  override render() {
    const { failed, error } = this.state
    if (!failed) return this.props.children
    if (!(error instanceof StudioError)) return <Failed />
    return <Refused error={error} onAgain={() => this.setState({ failed: false })} />
  }
}

function Refused({ error, onAgain }: { error: StudioError; onAgain: () => void }) {
  const { reset } = useQueryErrorResetBoundary()
  const refetch = () => {
    reset()
    onAgain()
  }
  return <QueryFailure query={{ error, isFetching: false, refetch }} />
}

function Failed() {
  const { t } = useTranslation()
  const log = useQueryClient().getQueryData(studioInfoQuery.queryKey)?.log ?? ''
  return (
    <EmptyState
      title={t('app.pageFailed')}
      text={
        <>
          {t('app.pageFailedText')}
          {log && (
            <>
              {' '}
              {t('about.log')}: <code className="font-mono text-sm break-all" data-selectable>{log}</code>
            </>
          )}
        </>
      }
    >
      <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>
      <Button onClick={() => void copyDiagnostics(log)}>{t('about.copy')}</Button>
    </EmptyState>
  )
}
