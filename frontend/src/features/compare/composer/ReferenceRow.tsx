import { useQueryClient } from '@tanstack/react-query'
import { ImagePlus, X } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Thumb } from '@/shared/images/Thumb'
import { useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { useAsk } from '../use-ask'
import { useParams } from '../use-request'
import { bringFiles, pickReferences, removeReference } from './references'

/** The pictures to work from. */
export function ReferenceRow() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const ask = useAsk()
  const { transport } = useStudioInfo()
  const [params] = useParams()
  const input = useRef<HTMLInputElement>(null)
  const pick = () => {
    if (transport === 'window') void ask(() => pickReferences(client, t))
    else input.current?.click()
  }
  return (
    <div className="flex min-w-0 items-center gap-2">
      <ul className="m-0 flex min-w-0 list-none gap-1.5 overflow-x-auto p-0 empty:hidden">
        {(params.reference_ids ?? []).map((id, index) => (
          <li key={id} className="group relative size-[34px] shrink-0">
            <Thumb
              id={id}
              size={320}
              alt={t('compare.references.one', { number: index + 1 })}
              className="size-full rounded-control border border-line-strong"
            />
            <button
              type="button"
              aria-label={t('compare.references.remove', { number: index + 1 })}
              className="absolute inset-0 grid place-items-center rounded-control bg-black/60 text-white opacity-0 transition-opacity duration-150 group-hover:opacity-100 focus-visible:opacity-100"
              onClick={() => removeReference(client, id)}
            >
              <X size={15} strokeWidth={1.9} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button size="sm" icon={ImagePlus} onClick={pick}>
        <span className="max-[1100px]:sr-only">{t('compare.references.add')}</span>
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void ask(() => bringFiles(client, t, files))
        }}
      />
    </div>
  )
}
