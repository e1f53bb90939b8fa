import { Fragment, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '@/bridge/contract'
import { useBox } from '@/shared/images/use-box'
import { useModelLabel } from '@/shared/models/queries'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { cx } from '@/shared/ui/cx'
import { useCanvas } from '../canvas/canvas-state'
import { cellRatio, cellsOf, type Cell } from '../canvas/cells'
import { CellView } from '../canvas/CellView'
import { Chosen } from '../canvas/Chosen'
import { CAPTION } from '../canvas/grid'
import { useCanvasHands } from '../canvas/use-canvas-hands'
import { axisName, valueWords } from './MatrixPlan'

const LEAST_WIDTH = 150
const HEAD_WIDTH = 88
const GAP = 8
/** Cells are made smaller than there is room across, so that two rows are in sight, but no smaller than this. */
const LEGIBLE = 220

/** The names stay in sight, however far the table is scrolled. */
const HEAD = 'sticky top-0 bg-bg pt-4 pb-1'

/** How many of a model's pictures came, where some did not: a failure is seen from the other model too. */
function share({ generations }: Run, model: string): string {
  const own = generations.filter((generation) => generation.model === model)
  const done = own.filter(({ state }) => state === 'done').length
  return done < own.length ? ` · ${done}/${own.length}` : ''
}

/** The pictures of one model, each in its row and column; another model is a press away. */
export function MatrixView({ run }: { run: Run }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const scroller = useRef<HTMLDivElement>(null)
  const { width, height } = useBox(scroller)
  const models = [...new Set(run.generations.map(({ model }) => model))]
  const [wanted, setWanted] = useState(models[0] ?? '')
  const [rows, columns] = run.axes.length > 1 ? run.axes : [undefined, run.axes[0]]
  const across = columns?.values.length ?? 1
  // In the order they stand: by row, then by column. Each asks for one picture.
  const cells = useMemo(
    () => cellsOf(run).filter(({ generation, index }) => generation.model === wanted && index === 0),
    [run, wanted],
  )
  const hands = useCanvasHands(run, cells, across, () => undefined)
  const focused = useCanvas((canvas) => canvas.focused)
  const entry = cells.some(({ key }) => key === focused) ? focused : cells[0]?.key
  const room = width - 32 - (rows ? HEAD_WIDTH : 0) - (across - 1) * GAP
  const ratio = cellRatio(run)
  const twoRows = rows ? Math.max(LEGIBLE, ((height - 60) / 2 - CAPTION - GAP) * ratio) : Infinity
  const size = Math.max(LEAST_WIDTH, Math.floor(Math.min(room / across, 420, twoRows)))
  const layout = { columns: across, width: size, height: Math.round(size / ratio) }
  const at = (row: number, column: number): Cell | undefined =>
    cells.find(({ generation: { cell } }) => (rows ? cell?.[0] === row && cell[1] === column : cell?.[0] === column))
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {models.length > 1 && (
        <div className="shrink-0 overflow-x-auto px-4 pt-3">
          <SegmentedControl label={t('compare.models.title')} value={wanted} options={models.map((value) => ({ value, label: `${label(value)}${share(run, value)}` }))} onChange={setWanted} />
        </div>
      )}
      <ContextMenu groups={hands.menu}>
        <div ref={scroller} data-scrolls className="min-h-0 flex-1 overflow-auto px-4 pb-20" {...hands.handlers}>
          {width > 0 && (
            <div role="grid" aria-label={t('compare.canvas')} className="grid w-fit gap-2" style={{ gridTemplateColumns: `${rows ? `${HEAD_WIDTH}px ` : ''}repeat(${across}, ${size}px)` }}>
              <div role="row" className="contents">
                {rows && columns && (
                  <span role="columnheader" className={cx(HEAD, 'left-0 z-20 self-end text-xs text-faint')}>
                    {axisName(t, rows)} \ {axisName(t, columns)}
                  </span>
                )}
                {columns?.values.map((value, column) => (
                  <span key={column} role="columnheader" title={valueWords(t, value)} className={cx(HEAD, 'z-10 truncate text-center text-sm text-muted')}>
                    {valueWords(t, value)}
                  </span>
                ))}
              </div>
              {(rows?.values ?? ['']).map((name, row) => (
                <div key={row} role="row" className="contents">
                  {rows && (
                    <span role="rowheader" className="sticky left-0 z-10 flex items-center self-stretch bg-bg pr-1 text-sm break-words text-muted">
                      {valueWords(t, name)}
                    </span>
                  )}
                  {Array.from({ length: across }, (_, column) => {
                    const cell = at(row, column)
                    return (
                      <Fragment key={column}>
                        {cell ? <CellView cell={cell} prompt={cell.generation.prompt ?? run.prompt} layout={layout} entry={cell.key === entry} /> : <span style={{ height: layout.height + CAPTION }} />}
                      </Fragment>
                    )
                  })}
                </div>
              ))}
            </div>
          )}
        </div>
      </ContextMenu>
      <Chosen run={run} cells={cells} />
    </div>
  )
}
