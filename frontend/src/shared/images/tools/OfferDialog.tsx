import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CutOutOptions, ErrorInfo, Image } from '@/bridge/contract'
import { inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { mattingQuery } from '@/shared/matting/queries'
import { mattingWords } from '@/shared/matting/words'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import type { ImageContext } from '../image-target'
import { useAct } from '../use-act'
import { Absent } from './CutOutDialog'
import { cutOut, offerTitle } from './tool-hands'
import { closeTool } from './tool-state'

interface OfferDialogProps {
  images: readonly Image[]
  options: CutOutOptions
  error: Pick<ErrorInfo, 'code' | 'details'>
  context: ImageContext
}

/** Why it could not be cut out as things are, and the model that could; as soon as it is there, the work goes on. */
export default function OfferDialog({ images, options, error, context }: OfferDialogProps) {
  const { t, i18n } = useTranslation()
  const { act } = useAct()
  const { data: models = [] } = useQuery(mattingQuery)
  const { offer, suitability, model: wanted } = error.details
  const name = typeof offer === 'string' ? offer : typeof wanted === 'string' ? wanted : null
  const model = models.find((each) => each.name === name)
  const isPlain = error.details.reason === 'not_plain'
  const goOn = (changes: CutOutOptions) => {
    closeTool()
    return act(() => cutOut(images, { ...options, ...changes }, context))
  }
  // What was fetched here is used here.
  const wasAbsent = useRef(false)
  const isThere = model?.state === 'installed'
  useEffect(() => {
    if (model && !isThere) wasAbsent.current = true
    if (isThere && wasAbsent.current) {
      wasAbsent.current = false
      closeTool()
      void act(() => cutOut(images, { ...options, model: model.name }, context))
    }
  }, [model, isThere, images, options, context, act])
  return (
    <Dialog
      open
      width="md"
      onOpenChange={closeTool}
      title={offerTitle(t, error)}
      description={
        isPlain
          ? inSentences(t, [
              t('tools.offer.text'),
              images.length === 1 && t('tools.offer.suits', { percent: Number(suitability ?? 0).toLocaleString(i18n.language, { style: 'percent' }) }),
            ])
          : errorWords(t, error, { model: model?.label }).text
      }
      actions={
        <>
          <Button onClick={closeTool}>{t('common.cancel')}</Button>
          {isPlain && <Button onClick={() => void goOn({ model: 'builtin', force: true })}>{t('tools.offer.anyway')}</Button>}
          {isThere && (
            <Button variant="primary" onClick={() => void goOn({ model: model.name })}>
              {t('tools.offer.with', { model: model.label })}
            </Button>
          )}
        </>
      }
    >
      {model && !isThere && (
        <div className="flex flex-col gap-2">
          <Absent model={model} />
          {model.error && (
            <p role="alert" className="m-0 text-sm text-bad">
              {mattingWords(t, model.error)}
            </p>
          )}
          <p className="m-0 text-sm text-faint">{t('tools.offer.after')}</p>
        </div>
      )}
    </Dialog>
  )
}
