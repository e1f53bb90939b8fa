import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useBox } from '@/shared/images/use-box'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import { useLook } from '../look/look-state'
import { pageQuery, usePictures } from '../queries'
import { useGrid } from './grid-state'
import { GAP, layOut, PADDING } from './layout'
import { MonthRail } from './MonthRail'
import { Nothing } from './Nothing'
import { Tile } from './Tile'
import { useGridHands } from './use-grid-hands'
import { useRubberBand } from './use-rubber-band'

/** All pictures of the look. The scrollbar is exact from the first moment: only the tiles in sight are in the page. */
export function LibraryGrid() {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { width, height } = useBox(scroller)
  const { look, tile } = useLook()
  const focused = useGrid((grid) => grid.focused)
  const start = useQuery(pageQuery(look, 0))
  const total = start.data?.total ?? 0
  const layout = useMemo(() => layOut(total, width, tile), [total, width, tile])
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({
    count: layout.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.size,
    getItemKey: (row) => `${row}:${layout.size}`,
    gap: GAP,
    paddingStart: PADDING,
    paddingEnd: 72,
    overscan: 3,
  })
  const rows = virtual.getVirtualItems()
  const first = (rows[0]?.index ?? 0) * layout.columns
  const last = Math.min(((rows.at(-1)?.index ?? 0) + 1) * layout.columns, Math.max(total, 1)) - 1
  const at = usePictures(look, first, last)
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
    useGrid.setState({ focused: 0, anchor: null })
  }, [look])
  const inSight = Math.max(1, Math.floor(height / (layout.size + GAP)))
  const hands = useGridHands(look, layout, total, inSight, (row) => virtual.scrollToIndex(row))
  const band = useRubberBand(scroller, look, layout, total)
  const entry = focused >= first && focused <= last ? focused : first

  return (
    <div className="relative flex min-h-0 flex-1">
      <ContextMenu groups={hands.menu}>
        <div ref={scroller} data-library-scroller className="relative min-h-0 min-w-0 flex-1 overflow-y-auto" {...hands.handlers} onPointerDown={band.onPointerDown}>
          {total === 0 && <Nothing query={start} />}
          {width > 0 && total > 0 && (
            <div role="grid" aria-label={t('app.library')} aria-multiselectable aria-rowcount={layout.rows} className="relative" style={{ height: virtual.getTotalSize() }}>
              {rows.map((row) => (
                <div key={row.key} role="row" aria-rowindex={row.index + 1} className="absolute inset-x-0 flex" style={{ top: row.start, gap: GAP, paddingInline: PADDING }}>
                  {Array.from({ length: Math.min(layout.columns, total - row.index * layout.columns) }, (_, column) => {
                    const index = row.index * layout.columns + column
                    return <Tile key={index} id={at(index)?.id ?? null} index={index} size={layout.size} entry={index === entry} />
                  })}
                </div>
              ))}
              {band.box && <span aria-hidden className="pointer-events-none absolute border border-accent-line bg-[color-mix(in_srgb,var(--accent)_14%,transparent)]" style={band.box} />}
            </div>
          )}
        </div>
      </ContextMenu>
      <MonthRail look={look} total={total} at={first} onGo={(index) => virtual.scrollToIndex(Math.floor(index / layout.columns), { align: 'start' })} />
    </div>
  )
}
