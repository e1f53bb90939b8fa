import type { MouseEvent } from 'react'

/** Of a double click only the first press: for work that costs, and that does not lock its button. */
export const onceOfDouble =
  (work: () => void) =>
  ({ detail }: MouseEvent): void => {
    if (detail < 2) work()
  }
