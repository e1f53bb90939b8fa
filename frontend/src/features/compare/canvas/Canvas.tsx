import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '@/bridge/contract'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import { useSetting } from '@/shared/studio/queries'
import { useCanvas } from './canvas-state'
import { cellRatio, cellsOf } from './cells'
import { CellView } from './CellView'
import { Chosen } from './Chosen'
import { CAPTION, GAP, layOut, PADDING } from './grid'
import { useCanvasHands } from './use-canvas-hands'
import { useBox } from '@/shared/images/use-box'

/** Up to this many cells all stand in the page; of more only the rows in sight and one around them. */
const ALL_AT_ONCE = 24

/** The cells of a run in rows, with pointer and keyboard. */
export function Canvas({ run }: { run: Run }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const box = useBox(scroller)
  const columns = useSetting('columns')
  const cells = useMemo(() => cellsOf(run), [run])
  const ratio = cellRatio(run)
  const { width, height } = box
  const layout = useMemo(
    () => layOut({ cells: cells.length, ratio, width, height, columns }),
    [cells.length, ratio, width, height, columns],
  )
  const rows = Math.ceil(cells.length / layout.columns)
  const focused = useCanvas((canvas) => canvas.focused)
  const focusedAt = cells.findIndex(({ key }) => key === focused)
  const kept = focusedAt < 0 ? null : Math.floor(focusedAt / layout.columns)
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.height + CAPTION,
    getItemKey: (row) => `${row}:${layout.width}:${layout.height}`,
    gap: GAP,
    paddingStart: 14,
    paddingEnd: 14,
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), kept), [kept]),
    overscan: cells.length > ALL_AT_ONCE ? 1 : ALL_AT_ONCE,
  })
  const hands = useCanvasHands(run, cells, layout.columns, (row) => virtual.scrollToIndex(row))
  const inPage = virtual.getVirtualItems()
  const entry = kept === null ? cells[(inPage[0]?.index ?? 0) * layout.columns]?.key : focused

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ContextMenu groups={hands.menu}>
        <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" {...hands.handlers}>
          {width > 0 && (
            <div
              role="grid"
              aria-label={t('compare.canvas')}
              aria-multiselectable
              aria-rowcount={rows}
              className="relative"
              style={{ height: virtual.getTotalSize() }}
            >
              {inPage.map((row) => (
                <div
                  key={row.key}
                  role="row"
                  aria-rowindex={row.index + 1}
                  className="absolute inset-x-0 flex justify-center"
                  style={{ top: row.start, gap: GAP, paddingInline: PADDING }}
                >
                  {cells.slice(row.index * layout.columns, (row.index + 1) * layout.columns).map((cell) => (
                    <CellView key={cell.key} cell={cell} prompt={run.prompt} layout={layout} entry={cell.key === entry} />
                  ))}
                  {row.index === rows - 1 && (
                    <Blanks count={rows * layout.columns - cells.length} width={layout.width} shown={rows > 1} />
                  )}
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

/** The row of the focused cell stays in the page when it is scrolled away: an element that goes takes the focus with it. */
function withRow(rows: number[], row: number | null): number[] {
  return row === null || rows.includes(row) ? rows : [...rows, row].sort((a, b) => a - b)
}

/** Keeps the last row in line with those above it. */
function Blanks({ count, width, shown }: { count: number; width: number; shown: boolean }) {
  return shown && Array.from({ length: count }, (_, index) => <div key={index} style={{ width }} />)
}
