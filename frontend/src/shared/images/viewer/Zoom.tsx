import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '@/shared/ui/Button'
import { Tooltip } from '@/shared/ui/Tooltip'
import { VIEWER_KEYS } from './shortcuts'
import { clampView, fitScale, FITTED, zoomForPixels, type Box, type View } from './view'
import type { ViewStore } from './view-store'

/** The pane that pictures are shown in, as it is now. */
export function paneBox(): Box {
  const pane = document.querySelector('[data-pane], [data-mode]')
  return { width: pane?.clientWidth || window.innerWidth, height: pane?.clientHeight || window.innerHeight }
}

/** `view` at so many screen pixels to one of the picture. */
export function atPixels(view: View, frame: Box, pixels: number): View {
  const box = paneBox()
  return clampView({ ...view, zoom: zoomForPixels(box, frame, pixels, window.devicePixelRatio) }, box, frame)
}

/** Fitted, or one pixel of the picture for one of the screen. */
export function Zoom({ frame, view }: { frame: Box; view: ViewStore }) {
  const { t, i18n } = useTranslation()
  const zoom = useStore(view, (now) => now.zoom)
  const percent = fitScale(paneBox(), frame) * zoom * window.devicePixelRatio
  return (
    <>
      <span data-zoom className="w-12 text-right text-sm text-faint tabular-nums">
        {percent.toLocaleString(i18n.language, { style: 'percent' })}
      </span>
      <Tooltip label={t('images.viewer.fit')} shortcut={VIEWER_KEYS.fit}>
        <Button size="sm" variant="quiet" onClick={() => view.setState(FITTED)}>
          {t('images.viewer.fit')}
        </Button>
      </Tooltip>
      <Tooltip label={t('images.viewer.pixels')} shortcut={VIEWER_KEYS.pixels}>
        <Button
          size="sm"
          variant="quiet"
          className="max-[1100px]:hidden"
          onClick={() => view.setState((now) => atPixels(now, frame, 1))}
        >
          1:1
        </Button>
      </Tooltip>
    </>
  )
}
