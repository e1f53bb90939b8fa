import { useTranslation } from 'react-i18next'
import { Spinner } from '@/shared/ui/Spinner'
import { useWorking } from './tool-state'

/** On a picture of which something is being made. */
export function WorkingTag({ id }: { id: string }) {
  const { t } = useTranslation()
  const action = useWorking(({ working }) => working[id])
  return (
    action && (
      <span
        role="status"
        className="pointer-events-none absolute top-1/2 left-1/2 flex -translate-1/2 animate-appear items-center gap-2 rounded-full bg-[rgb(16_16_16/0.82)] px-3 py-1.5 whitespace-nowrap text-white"
      >
        <Spinner size={14} />
        {t(`tools.working.${action}`)}
      </span>
    )
  )
}
