import { Grid3x3 } from 'lucide-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { Tooltip } from '@/shared/ui/Tooltip'
import { later } from '@/shared/studio/later'
import { openMatrix, useMatrix } from './matrix-state'

const MatrixDialog = later(() => import('./MatrixDialog'))

/** One prompt with variations. */
export function MatrixButton() {
  const { t } = useTranslation()
  const open = useMatrix((state) => state.open)
  return (
    <>
      <Tooltip label={t('matrix.long')} side="top">
        <Button size="sm" icon={Grid3x3} onClick={openMatrix}>
          <span className="group-data-[tight]/row:sr-only max-[860px]:sr-only">{t('matrix.title')}…</span>
        </Button>
      </Tooltip>
      <Suspense fallback={null}>{open && <MatrixDialog />}</Suspense>
    </>
  )
}
