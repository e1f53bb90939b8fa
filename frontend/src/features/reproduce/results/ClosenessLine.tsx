import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'

const MEASURES = ['palette', 'layout', 'texture'] as const

/** How close a picture is to the source, measured on this computer. */
export function ClosenessLine({ source, image }: { source: string; image: string }) {
  const { t, i18n } = useTranslation()
  const { data } = useQuery({
    queryKey: ['closeness', source, image],
    queryFn: () => call('compare_images', { first: source, second: image }),
    staleTime: Infinity,
    retry: false,
  })
  const percent = (share: number) => share.toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 0 })
  return (
    <div className="flex min-h-[30px] min-w-0 flex-wrap items-center gap-x-2 px-2.5 pt-0.5 pb-1.5 text-xs text-faint tabular-nums">
      {data && (
        <>
          <span className="rounded bg-press px-1.5 text-text" title={t('reproduce.close.text')}>
            {t('reproduce.close.overall', { share: percent(data.overall) })}
          </span>
          {MEASURES.map((name) => (
            <span key={name}>{t(`reproduce.close.${name}`, { share: percent(data[name]) })}</span>
          ))}
        </>
      )}
    </div>
  )
}
