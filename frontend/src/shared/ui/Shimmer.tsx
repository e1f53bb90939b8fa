/**
 * A line of light along the lower edge of its place: something is at work. It moves by transform alone, and is thin: where no
 * graphics card helps, a whole picture's worth of moving light costs the frames of everything else.
 */
export function Shimmer() {
  return (
    <span aria-hidden className="absolute inset-x-0 bottom-0 h-0.5 overflow-hidden">
      <span className="absolute inset-y-0 left-0 w-1/2 animate-shimmer bg-[linear-gradient(90deg,transparent,var(--faint),transparent)]" />
    </span>
  )
}
