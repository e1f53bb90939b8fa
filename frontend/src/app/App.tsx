import type { QueryClient } from '@tanstack/react-query'
import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Toaster } from '@/shared/ui/Toaster'
import { TooltipProvider } from '@/shared/ui/Tooltip'
import { ErrorBoundary } from './ErrorBoundary'
import { FirstPaint } from './FirstPaint'
import { Shell } from './Shell'

export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <ErrorBoundary>
          <Suspense fallback={<FirstPaint />}>
            <Shell />
          </Suspense>
        </ErrorBoundary>
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  )
}
