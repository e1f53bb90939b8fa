/** The checks behind a see-through picture, as a background. */
export const squaresClass =
  'bg-[conic-gradient(var(--check-a)_25%,var(--check-b)_0_50%,var(--check-a)_0_75%,var(--check-b)_0)] bg-[length:20px_20px]'
