import type { TFunction } from 'i18next'

/** How long something takes, as one says it: `under a minute`, `12 min`, `3 h 05 min`, `2 d 4 h`. */
export function formatDuration(t: TFunction, seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (seconds < 60) return t('jobs.time.moment')
  if (minutes < 60) return t('jobs.time.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return t('jobs.time.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') })
  return t('jobs.time.days', { days: Math.floor(hours / 24), hours: hours % 24 })
}
