import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { GridGuess, Image } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { Spinner } from '@/shared/ui/Spinner'
import { useAct } from '../use-act'
import type { ImageContext } from '../image-target'
import { evenSpans, gapOf, MOST_CELLS } from './split-grid'
import { SplitStage, type Grid } from './SplitStage'
import { split } from './tool-hands'
import { closerOfTool, closeTool } from './tool-state'

/** A look at the lines before a picture is split; of several pictures one after the other. */
export default function SplitDialog({ images, context }: { images: readonly Image[]; context: ImageContext }) {
  const { t } = useTranslation()
  const [index, setIndex] = useState(0)
  const image = images[index]
  const guess = useQuery({
    queryKey: ['grid', image?.id],
    queryFn: () => call('detect_grid', { img_id: image?.id ?? '' }),
    enabled: image !== undefined,
    staleTime: Infinity,
  })
  if (!image) return null
  const next = (close = closeTool) => (index + 1 < images.length ? setIndex(index + 1) : close())
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={closeTool}
      title={images.length > 1 ? t('tools.split.titleOf', { number: index + 1, count: images.length }) : t('tools.split.title')}
    >
      {guess.isPending ? (
        <div className="grid h-[min(60vh,520px)] place-items-center text-muted">
          <Spinner size={20} />
        </div>
      ) : (
        <Lines key={image.id} image={image} guess={guess.data} images={images} context={context} next={next} />
      )}
    </Dialog>
  )
}

interface LinesProps {
  image: Image
  /** None where nothing could be looked for. */
  guess: GridGuess | undefined
  images: readonly Image[]
  context: ImageContext
  next: (close?: () => void) => void
}

function Lines({ image, guess, images, context, next }: LinesProps) {
  const { t, i18n } = useTranslation()
  const { act, busy } = useAct()
  const found = guess && guess.columns.length * guess.rows.length > 1 ? guess : null
  const [grid, setGrid] = useState<Grid>(
    found ?? { columns: evenSpans(image.width, 2), rows: evenSpans(image.height, 2) },
  )
  const { columns, rows } = grid
  const gap = gapOf(columns) || gapOf(rows)
  const even = (across: number, down: number, between: number) =>
    setGrid({ columns: evenSpans(image.width, across, between), rows: evenSpans(image.height, down, between) })
  const count = columns.length * rows.length
  const confidence = (found?.confidence ?? 0).toLocaleString(i18n.language, { style: 'percent' })
  const field = (label: string, value: number, onChange: (value: number) => void, min: number, max: number) => (
    <label className="flex items-center gap-2 whitespace-nowrap text-muted">
      {label}
      <span className="w-[92px]">
        <NumberField aria-label={label} value={value} min={min} max={max} onChange={(number) => onChange(number ?? min)} />
      </span>
    </label>
  )
  return (
    <div className="flex flex-col gap-3">
      <p className="m-0 text-muted">
        {found
          ? t('tools.split.found', { rows: found.rows.length, columns: found.columns.length, confidence })
          : t('tools.split.notFound')}
      </p>
      <div className="h-[min(56vh,520px)]">
        <SplitStage image={image} grid={grid} onChange={setGrid} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {field(t('tools.split.rows'), rows.length, (value) => even(columns.length, value, gap), 1, MOST_CELLS)}
        {field(t('tools.split.columns'), columns.length, (value) => even(value, rows.length, gap), 1, MOST_CELLS)}
        {field(t('tools.split.gap'), gap, (value) => even(columns.length, rows.length, value), 0, 400)}
        {found && (
          <Button size="sm" variant="quiet" onClick={() => setGrid(found)}>
            {t('tools.split.asFound')}
          </Button>
        )}
        <div className="ml-auto flex flex-wrap gap-2">
          {images.length > 1 && (
            <>
              <Button onClick={() => next()}>{t('tools.split.skip')}</Button>
              <Button
                disabled={count < 2}
                onClick={() => {
                  void act(() => split(images, context, { rows: rows.length, columns: columns.length }))
                  closeTool()
                }}
              >
                {t('tools.split.all', { count: images.length, shape: `${rows.length} × ${columns.length}` })}
              </Button>
            </>
          )}
          <Button
            autoFocus
            variant="primary"
            busy={busy}
            disabled={count < 2}
            onClick={() => {
              const close = closerOfTool()
              void act(() => split([image], context, { row_spans: rows, column_spans: columns }).then(() => next(close)))
            }}
          >
            {t('tools.split.go', { count })}
          </Button>
        </div>
      </div>
    </div>
  )
}
