import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Crosshair } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { useAct } from '@/shared/images/use-act'
import { ImageModelPicker } from '@/shared/models/ImageModelPicker'
import { CapNote } from '@/shared/refine/CapNote'
import { useOverCap } from '@/shared/refine/caps'
import { priceWords, workWords } from '@/shared/refine/estimate'
import { changeRefineDraft, openSession } from '@/shared/refine/open'
import { newEstimateQuery, sessionParams } from '@/shared/refine/queries'
import { useSetting } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { Popover } from '@/shared/ui/Popover'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { withoutReferences } from './use-generate'
import { useChosen } from './use-prices'

/** The judged loop of Refine, from this prompt and against the source: it asks of each picture what the source shows. */
export function CloserButton({ source, prompt }: { source: string; prompt: string }) {
  const { t } = useTranslation()
  const isEmpty = prompt.trim() === ''
  return (
    <Popover
      side="top"
      align="start"
      label={t('refine.closer.button')}
      className="w-[min(340px,calc(100vw-32px))]"
      trigger={
        <Button size="sm" icon={Crosshair} disabled={isEmpty} title={isEmpty ? t('refine.closer.none') : undefined}>
          <span className="max-[1280px]:sr-only">{t('refine.closer.button')}</span>
        </Button>
      }
    >
      <Closer source={source} prompt={prompt} />
    </Popover>
  )
}

function Closer({ source, prompt }: { source: string; prompt: string }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { actOnce, busy } = useAct()
  const kept = useSetting('refine')
  const params = withoutReferences(useSetting('params'))
  const chosen = useChosen()
  const model = kept.model || (chosen[0]?.id ?? '')
  const draft = { ...kept, model, params, strategy: 'contract' as const }
  const { data: estimate } = useQuery(newEstimateQuery(draft, { closer: true }))
  const over = useOverCap(estimate)
  const start = () =>
    void actOnce(async () => {
      const { iterations: iterations_count, economy, writer, judge } = draft
      const image_params = sessionParams(params)
      const begun = await call('start_closer', { img_id: source, prompt, model, image_params, iterations_count, roles: { writer, judge }, options: { economy }, wait: false })
      openSession(begun.id)
    })
  return (
    <div className="flex flex-col gap-2.5">
      <section>
        <SectionTitle>{t('refine.setup.model')}</SectionTitle>
        <ImageModelPicker label={t('refine.setup.model')} value={model} params={params} onChange={(id) => changeRefineDraft(client, { model: id })} />
      </section>
      <p className="m-0 text-muted tabular-nums">{estimate && t('refine.closer.text', { work: workWords(t, estimate) })}</p>
      <CapNote id="closer-why" over={over} />
      <Button variant="primary" className="self-end" icon={Crosshair} busy={busy} disabled={model === '' || over !== null} aria-describedby={over ? 'closer-why' : undefined} onClick={start}>
        {t('refine.closer.start')}
        {estimate && <span className="text-sm font-medium tabular-nums opacity-80">{priceWords(t, i18n.language, estimate)}</span>}
      </Button>
    </div>
  )
}
