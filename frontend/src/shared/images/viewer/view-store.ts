import { createStore, type StoreApi } from 'zustand'
import { FITTED, type Point, type View } from './view'

/** Where one looks. Outside of React, so that a moving picture draws itself and nothing else. */
export type ViewStore = StoreApi<View>
export const createView = (): ViewStore => createStore<View>(() => FITTED)

/** What the lens is over, 0..1 from the left and top of the picture, and how large it shows a pixel; no `at` where it is away. */
export interface Lens {
  at: Point | null
  power: number
}
export type LensStore = StoreApi<Lens>
export const createLens = (): LensStore => createStore<Lens>(() => ({ at: null, power: 4 }))
