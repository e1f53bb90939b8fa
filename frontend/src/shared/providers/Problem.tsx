import type { RefCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { asErrorInfo } from '@/shared/errors/error-text'
import { keyProblem } from './provider-words'

interface ProblemProps {
  id?: string
  /** What was thrown or answered as an error; nothing where all went well. */
  of: unknown
  provider?: { id: string; label: string }
}

/** Why something about a key or the vault did not work, said at the place where it was tried. */
export function Problem({ id, of: thrown, provider }: ProblemProps) {
  const { t } = useTranslation()
  if (!thrown) return null
  return (
    <p id={id} ref={bringIntoView} role="alert" className="m-0 text-sm text-bad">
      {keyProblem(t, provider, asErrorInfo(thrown))}
    </p>
  )
}

/** It stands below what was pressed, maybe under the edge of a list. */
const bringIntoView: RefCallback<HTMLElement> = (element) => element?.scrollIntoView({ block: 'nearest' })
