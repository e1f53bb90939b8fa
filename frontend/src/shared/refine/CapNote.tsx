import { useTranslation } from 'react-i18next'
import type { OverCap } from '@/shared/studio/caps'

/** Which cap keeps a press from being made, in words; nothing where none does. */
export function CapNote({ id, over }: { id?: string; over: OverCap | null }) {
  const { t } = useTranslation()
  return (
    over && (
      <span id={id} className="text-sm text-accent-text">
        {t(`spend.over.${over.cap}`)}
      </span>
    )
  )
}
