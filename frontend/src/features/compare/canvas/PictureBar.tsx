import { useQueryClient } from '@tanstack/react-query'
import { Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Generation, Image, Run } from '@/bridge/contract'
import { actionIcon, actionLabel, actionsFor, type ImageTarget } from '@/shared/images/image-actions'
import { withFamilies } from '@/shared/images/family/offspring'
import { usePerform } from '@/shared/images/use-image-actions'
import { runQuery } from '@/shared/jobs/queries'
import { cx } from '@/shared/ui/cx'
import { IconButton } from '@/shared/ui/IconButton'
import { useImageContext } from '../use-image-context'
import { cellsOf } from './cells'

/** The few actions that lie on a picture while the pointer is over it. */
export function PictureBar({ image, generation }: { image: Image; generation: Generation }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const context = useImageContext()
  const perform = usePerform(context)
  const run: Run | null = client.getQueryData(runQuery(generation.run_id).queryKey) ?? null
  const among = run ? withFamilies(client, run.id, cellsOf(run).flatMap(({ imageId }) => imageId ?? [])) : [image.id]
  const target: ImageTarget = { images: [image], generation, run, among }
  return (
    <div className="absolute inset-x-[9px] top-[9px] flex justify-end gap-[5px]">
      {actionsFor(target, context)
        .filter(({ onPicture }) => onPicture)
        .map((action) => {
          return (
            <IconButton
              key={action.id}
              tabIndex={-1}
              variant="glass"
              icon={actionIcon(action, target)}
              label={actionLabel(action, target, t)}
              shortcut={action.shortcut}
              className={cx('animate-appear', action.icon === Star && 'order-first mr-auto')}
              onClick={(event) => {
                event.stopPropagation()
                perform(action, target)
              }}
            />
          )
        })}
    </div>
  )
}
