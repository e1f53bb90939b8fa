import { describe, expect, it } from 'vitest'
import { clampView, FITTED, fitScale, panBy, placeOf, zoomAt, zoomForPixels, type Point, type View } from './view'

const pane = { width: 1000, height: 600 }
const picture = { width: 4000, height: 3000 }

const under = (view: View, at: Point) => {
  const place = placeOf(view, pane, picture)
  return { x: (pane.width / 2 + at.x - place.x) / place.width, y: (pane.height / 2 + at.y - place.y) / place.height }
}

describe('the view of a picture', () => {
  it('fits whole and in the middle', () => {
    expect(placeOf(FITTED, pane, picture)).toEqual({ width: 800, height: 600, x: 100, y: 0 })
  })

  it('does not blow a small picture up', () => {
    expect(fitScale(pane, { width: 100, height: 50 })).toBe(1)
  })

  it('keeps the point under the pointer while zooming', () => {
    const at = { x: 120, y: -70 }
    const before = zoomAt(FITTED, 3, { x: 0, y: 0 }, pane, picture)
    const after = zoomAt(before, 7.5, at, pane, picture)
    expect(under(after, at).x).toBeCloseTo(under(before, at).x, 9)
    expect(under(after, at).y).toBeCloseTo(under(before, at).y, 9)
  })

  it('comes back to fitted when zoomed out, wherever it was', () => {
    const far = zoomAt(FITTED, 8, { x: 390, y: 290 }, pane, picture)
    expect(zoomAt(far, 0.1, { x: -300, y: 10 }, pane, picture)).toEqual(FITTED)
  })

  it('never shows a border inside the pane', () => {
    const dragged = panBy({ zoom: 4, x: 0.5, y: 0.5 }, { x: 99_999, y: -99_999 }, pane, picture)
    const place = placeOf(dragged, pane, picture)
    expect(place.x).toBeCloseTo(0)
    expect(place.y + place.height).toBeCloseTo(pane.height)
  })

  it('drags by exactly the pointer', () => {
    const before = clampView({ zoom: 6, x: 0.5, y: 0.5 }, pane, picture)
    const after = panBy(before, { x: 30, y: -20 }, pane, picture)
    expect(placeOf(after, pane, picture).x - placeOf(before, pane, picture).x).toBeCloseTo(30)
    expect(placeOf(after, pane, picture).y - placeOf(before, pane, picture).y).toBeCloseTo(-20)
  })

  it('shows pixel for pixel at 100 %, whatever the screen', () => {
    expect(fitScale(pane, picture) * zoomForPixels(pane, picture)).toBeCloseTo(1)
    expect(fitScale(pane, picture) * zoomForPixels(pane, picture, 1, 2)).toBeCloseTo(0.5)
  })

  it('goes no further than 16 screen pixels to one', () => {
    expect(fitScale(pane, picture) * zoomAt(FITTED, 1e9, { x: 0, y: 0 }, pane, picture).zoom).toBeCloseTo(16)
  })
})
