import { ImagePlus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { bringIn, pickIn, PICTURE_TYPES } from '@/shared/images/bring-in'
import { Button } from '@/shared/ui/Button'
import { useAsk } from '../use-ask'
import { useImageContext } from '../use-image-context'
import { useChosen, useParams } from '../use-request'
import { ReferenceThumb } from './ReferenceThumb'

/** The pictures to work from. */
export function ReferenceRow() {
  const { t } = useTranslation()
  const ask = useAsk()
  const context = useImageContext()
  const [params] = useParams()
  const takesMask = useChosen().some(({ capabilities }) => capabilities.masks)
  const input = useRef<HTMLInputElement>(null)
  const pick = () => {
    if (context.transport === 'window') void ask(async () => context.addReferences?.(await pickIn('files', context)))
    else input.current?.click()
  }
  return (
    <div className="flex shrink-0 items-center gap-2">
      <ul className="m-0 flex max-w-[190px] list-none gap-1.5 overflow-x-auto p-0 empty:hidden group-data-[tight]/row:max-w-[150px]">
        {(params.reference_ids ?? []).map((id, index) => (
          <ReferenceThumb key={id} id={id} number={index + 1} mask={index === 0 && (takesMask || params.mask_id) ? (params.mask_id ?? null) : undefined} />
        ))}
      </ul>
      <Button size="sm" icon={ImagePlus} onClick={pick}>
        <span className="group-data-[tight]/row:sr-only max-[860px]:sr-only">{t('compare.references.add')}</span>
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={PICTURE_TYPES}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void ask(async () => context.addReferences?.(await bringIn(files, context)))
        }}
      />
    </div>
  )
}
