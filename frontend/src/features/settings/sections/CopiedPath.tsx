import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { copyShown } from '@/shared/ui/copy-shown'

/** A file or folder of the engine's machine, to be read and copied. */
export function CopiedPath({ path }: { path: string }) {
  const { t } = useTranslation()
  const shown = useRef<HTMLElement>(null)
  return (
    <div className="flex min-w-0 flex-wrap items-center justify-end gap-2">
      <code ref={shown} className="min-w-0 font-mono text-sm break-all text-muted" data-selectable>
        {path}
      </code>
      <Button size="sm" onClick={() => void copyShown(path, shown.current)}>
        {t('settings.copyPath')}
      </Button>
    </div>
  )
}
