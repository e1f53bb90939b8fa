import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Toaster } from '@/shared/ui/Toaster'
import { TooltipProvider } from '@/shared/ui/Tooltip'
import { ErrorBoundary } from './ErrorBoundary'
import { FirstPaint } from './FirstPaint'
import { askEarly, createQueryClient } from './query-client'
import { Shell } from './Shell'

const queryClient = createQueryClient()
askEarly(queryClient)

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
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
