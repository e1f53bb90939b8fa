interface ProgressBarProps {
  label: string
  /** 0..1 */
  part: number
}

export function ProgressBar({ label, part }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, part)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1 w-full overflow-hidden rounded-full bg-line-strong"
    >
      <div className="h-full rounded-full bg-accent transition-[width] duration-200" style={{ width: `${percent}%` }} />
    </div>
  )
}
