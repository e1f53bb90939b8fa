import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CutOutOptions, Image, MattingModel } from '@/bridge/contract'
import { MattingButtons } from '@/shared/matting/MattingButtons'
import { MattingProgress } from '@/shared/matting/MattingProgress'
import { AUTO, BUILTIN, mattingQuery } from '@/shared/matting/queries'
import { Button } from '@/shared/ui/Button'
import { ColourField } from '@/shared/ui/ColourField'
import { Dialog } from '@/shared/ui/Dialog'
import { Field } from '@/shared/ui/Field'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Select } from '@/shared/ui/Select'
import { formatBytes } from '../image-format'
import type { ImageContext } from '../image-target'
import { useAct } from '../use-act'
import { cutOut } from './tool-hands'
import { closeTool } from './tool-state'

const RESULTS = ['transparent', 'colour', 'mask'] as const
type Result = (typeof RESULTS)[number]

interface CutOutDialogProps {
  images: readonly Image[]
  background?: string
  context: ImageContext
}

/** Which model cuts out, and what is kept. A model that is not there is fetched here. */
export default function CutOutDialog({ images, background, context }: CutOutDialogProps) {
  const { t } = useTranslation()
  const { act, busy } = useAct()
  const { data: models = [] } = useQuery(mattingQuery)
  const [chosen, setChosen] = useState<string>(AUTO)
  const [result, setResult] = useState<Result>(background ? 'colour' : 'transparent')
  const [colour, setColour] = useState(background ?? '#ffffff')
  const model = models.find(({ name }) => name === chosen)
  const isThere = !model || model.state === 'installed'
  const options: CutOutOptions = {
    model: chosen,
    result: result === 'mask' ? 'mask' : 'subject',
    ...(result === 'colour' ? { background: colour } : {}),
  }
  const go = () => {
    closeTool()
    return cutOut(images, options, context)
  }
  return (
    <Dialog
      open
      width="md"
      onOpenChange={closeTool}
      title={images.length > 1 ? t('tools.cutOut.titleMany', { count: images.length }) : t('tools.cutOut.title')}
      actions={
        <>
          <Button onClick={closeTool}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!isThere} onClick={() => void act(go)}>
            {t('tools.cutOut.go')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('tools.cutOut.model')} hint={chosen === BUILTIN ? t('tools.cutOut.builtinHint') : undefined}>
          {(ids) => (
            <Select
              {...ids}
              value={chosen}
              options={[
                { value: AUTO, label: t('tools.cutOut.auto') },
                { value: BUILTIN, label: t('tools.cutOut.builtin') },
                ...models.map(({ name, label, state }) => ({ value: name, label, note: state === 'installed' ? undefined : t(`matting.state.${state}`) })),
              ]}
              onChange={setChosen}
            />
          )}
        </Field>
        {model && !isThere && <Absent model={model} />}
        <Field label={t('tools.cutOut.result')}>
          {() => (
            <SegmentedControl
              label={t('tools.cutOut.result')}
              className="justify-self-start"
              value={result}
              options={RESULTS.map((value) => ({ value, label: t(`tools.cutOut.results.${value}`) }))}
              onChange={setResult}
            />
          )}
        </Field>
        {result === 'colour' && (
          <Field label={t('tools.convert.colour')}>{() => <ColourField label={t('tools.convert.colour')} value={colour} onChange={setColour} />}</Field>
        )}
      </div>
    </Dialog>
  )
}

/** A model that has to be fetched first. */
export function Absent({ model }: { model: MattingModel }) {
  const { t, i18n } = useTranslation()
  const isOnTheWay = model.state === 'downloading' || model.state === 'paused'
  const goodAt = new Intl.ListFormat(i18n.language, { style: 'narrow' }).format(model.good_at.map((what) => t(`matting.good.${what}`)))
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-panel p-3">
      <div className="min-w-48 flex-1">
        <p className="m-0 font-[550]">{model.label}</p>
        {isOnTheWay ? <MattingProgress model={model} /> : <p className="m-0 text-sm text-faint">{[goodAt, formatBytes(model.size, i18n.language), model.licence].filter(Boolean).join(' · ')}</p>}
      </div>
      <MattingButtons model={model} />
    </div>
  )
}
