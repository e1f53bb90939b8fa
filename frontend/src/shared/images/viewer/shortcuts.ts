import type { ViewerMode } from '../viewer-state'

/** The viewer's own keys; what can be done to the picture has its keys there too. */
export const MODE_KEYS: Record<ViewerMode, string> = { single: 'p', side: 'c', slider: 'w', overlay: 'o', difference: 'd' }

/** Key by what it does, `t('images.viewer.<name>')`. */
export const VIEWER_KEYS = {
  previous: 'arrowleft',
  next: 'arrowright',
  zoomIn: '+',
  zoomOut: '-',
  fit: '0',
  pixels: '1',
  doublePixels: '2',
  ...MODE_KEYS,
  lens: 'l',
  info: 'i',
} as const
