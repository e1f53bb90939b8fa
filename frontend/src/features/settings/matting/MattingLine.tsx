import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MattingModel } from '@/bridge/contract'
import { formatBytes } from '@/shared/images/image-format'
import { useAct } from '@/shared/images/use-act'
import { MattingButtons } from '@/shared/matting/MattingButtons'
import { MattingProgress } from '@/shared/matting/MattingProgress'
import { removeModel } from '@/shared/matting/queries'
import { mattingWords } from '@/shared/matting/words'
import { IconButton } from '@/shared/ui/IconButton'

/** One matting model: what it is good at, how large, under which licence, and whether it is here. */
export function MattingLine({ model }: { model: MattingModel }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { act, busy } = useAct()
  const { name, label, size, licence, good_at, state, own, bundled, error } = model
  const isOnTheWay = state === 'downloading' || state === 'paused'
  const goodAt = new Intl.ListFormat(i18n.language, { style: 'narrow' }).format(good_at.map((what) => t(`matting.good.${what}`)))
  const facts = [own ? t('matting.yours') : goodAt, formatBytes(size, i18n.language), licence]
  return (
    <li aria-label={label} className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3.5 py-3">
      <div className="min-w-52 flex-1">
        <p className="m-0 flex items-center gap-2 font-[550]">
          {label}
          {state === 'installed' && <span className="text-sm font-normal text-ok">{t('matting.state.installed')}</span>}
          {state === 'damaged' && <span className="text-sm font-normal text-bad">{t('matting.state.damaged')}</span>}
        </p>
        {isOnTheWay ? (
          <MattingProgress model={model} />
        ) : (
          <p className="m-0 mt-0.5 text-sm text-faint">{facts.filter(Boolean).join(' · ')}</p>
        )}
        {error && (
          <p role="alert" className="m-0 mt-1 text-sm text-bad">
            {mattingWords(t, error)}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2">
        <MattingButtons model={model} />
        {!bundled && (state === 'installed' || state === 'paused' || state === 'damaged') && (
          <IconButton icon={Trash2} size="sm" label={t('matting.remove', { model: label })} disabled={busy} onClick={() => void act(() => removeModel(client, name))} />
        )}
      </div>
    </li>
  )
}
