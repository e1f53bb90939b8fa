import { Fragment, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '@/bridge/contract'
import { useBox } from '@/shared/images/use-box'
import { useModelLabel } from '@/shared/models/queries'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { useCanvas } from '../canvas/canvas-state'
import { cellRatio, cellsOf, type Cell } from '../canvas/cells'
import { CellView } from '../canvas/CellView'
import { Chosen } from '../canvas/Chosen'
import { CAPTION } from '../canvas/grid'
import { useCanvasHands } from '../canvas/use-canvas-hands'
import { axisName } from './MatrixPlan'

const LEAST_WIDTH = 150
const HEAD_WIDTH = 88

/** The pictures of one model, each in its row and column; another model is a press away. */
export function MatrixView({ run }: { run: Run }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const scroller = useRef<HTMLDivElement>(null)
  const { width } = useBox(scroller)
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
  const room = width - 32 - (rows ? HEAD_WIDTH : 0) - (across - 1) * 8
  const size = Math.max(LEAST_WIDTH, Math.min(Math.floor(room / across), 420))
  const layout = { columns: across, width: size, height: Math.round(size / cellRatio(run)) }
  const at = (row: number, column: number): Cell | undefined =>
    cells.find(({ generation: { cell } }) => (rows ? cell?.[0] === row && cell[1] === column : cell?.[0] === column))
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {models.length > 1 && (
        <div className="shrink-0 overflow-x-auto px-4 pt-3">
          <SegmentedControl label={t('compare.models.title')} value={wanted} options={models.map((value) => ({ value, label: label(value) }))} onChange={setWanted} />
        </div>
      )}
      <ContextMenu groups={hands.menu}>
        <div ref={scroller} className="min-h-0 flex-1 overflow-auto p-4 pb-20" {...hands.handlers}>
          {width > 0 && (
            <div role="grid" aria-label={t('compare.canvas')} className="grid w-fit gap-2" style={{ gridTemplateColumns: `${rows ? `${HEAD_WIDTH}px ` : ''}repeat(${across}, ${size}px)` }}>
              <div role="row" className="contents">
                {rows && columns && (
                  <span role="columnheader" className="self-end text-xs text-faint">
                    {axisName(t, rows)} \ {axisName(t, columns)}
                  </span>
                )}
                {columns?.values.map((value) => (
                  <span key={value} role="columnheader" title={value} className="truncate text-center text-sm text-muted">
                    {value}
                  </span>
                ))}
              </div>
              {(rows?.values ?? ['']).map((name, row) => (
                <div key={row} role="row" className="contents">
                  {rows && (
                    <span role="rowheader" className="self-center text-sm break-words text-muted">
                      {name}
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
