import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { Field } from '@/shared/ui/Field'
import { NumberField } from '@/shared/ui/NumberField'
import { Select } from '@/shared/ui/Select'
import { formatSize } from '../image-format'
import type { ImageContext } from '../image-target'
import { useAct } from '../use-act'
import { BackgroundField, FormatFields } from './FormatFields'
import { CropFrame } from './CropFrame'
import { optionsOf, partOf, ratioOf, RATIOS, sizeAfter, UNCHANGED, wholePart, type ConvertForm } from './convert'
import { convert } from './tool-hands'
import { closerOfTool, closeTool } from './tool-state'

const FITS = ['inside', 'cover', 'stretch'] as const

/** Crop, resize, flatten, another format: of one picture or of many. */
export default function ConvertDialog({ images, context }: { images: readonly Image[]; context: ImageContext }) {
  const { t } = useTranslation()
  const { act, busy } = useAct()
  const [form, setForm] = useState<ConvertForm>(UNCHANGED)
  const [image] = images
  if (!image) return null
  const change = (changes: Partial<ConvertForm>) => setForm({ ...form, ...changes })
  const many = images.length > 1
  const options = optionsOf(form, images)
  const size = sizeAfter(form, image)
  const format = form.format === 'same' ? image.mime_type.split('/')[1] : form.format
  const ratios = ['whole', ...(many ? [] : ['free']), ...RATIOS] as ConvertForm['ratio'][]
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={closeTool}
      title={images.length > 1 ? t('tools.convert.titleMany', { count: images.length }) : t('tools.convert.title')}
      actions={
        <>
          <span className="mr-auto self-center text-muted tabular-nums">
            {many ? t('tools.images', { count: images.length }) : `${formatSize(image.width, image.height)} → ${formatSize(size.width, size.height)} · ${format?.toUpperCase() ?? ''}`}
          </span>
          <Button onClick={closeTool}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={Object.keys(options).length === 0}
            onClick={() => void act(() => convert(images, options, context).then(closerOfTool()))}
          >
            {t('tools.convert.go')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)_264px] gap-4 pb-1 max-[700px]:grid-cols-1">
        <div className="h-[min(50vh,440px)]">
          <CropFrame
            key={image.id}
            image={image}
            part={partOf(form, image)}
            ratio={ratioOf(form.ratio)}
            background={form.background}
            onChange={many || form.ratio === 'whole' ? undefined : (crop) => change({ crop })}
          />
        </div>
        <div className="flex flex-col gap-3">
          <Field label={t('tools.convert.crop')}>
            {(ids) => (
              <Select
                {...ids}
                value={form.ratio}
                options={ratios.map((value) => ({
                  value,
                  label: value === 'whole' || value === 'free' ? t(`tools.convert.ratio.${value}`) : value,
                }))}
                onChange={(ratio) => change({ ratio, crop: ratio === 'free' ? (form.crop ?? wholePart(image)) : null })}
              />
            )}
          </Field>
          <Field label={t('tools.convert.width')}>
            {(ids) => (
              <NumberField {...ids} value={form.width} min={1} max={16_384} clearable placeholder={t('tools.convert.auto')} onChange={(width) => change({ width })} />
            )}
          </Field>
          <Field label={t('tools.convert.height')}>
            {(ids) => (
              <NumberField {...ids} value={form.height} min={1} max={16_384} clearable placeholder={t('tools.convert.auto')} onChange={(height) => change({ height })} />
            )}
          </Field>
          {form.width && form.height && (
            <Field label={t('tools.convert.fit')}>
              {(ids) => (
                <Select {...ids} value={form.fit} options={FITS.map((value) => ({ value, label: t(`tools.convert.fits.${value}`) }))} onChange={(fit) => change({ fit })} />
              )}
            </Field>
          )}
          <FormatFields form={form} onChange={change} />
          <BackgroundField value={form.background} onChange={(background) => change({ background })} />
        </div>
      </div>
    </Dialog>
  )
}
