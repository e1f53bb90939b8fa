import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefineSession } from '@/bridge/contract'
import { numberOf } from '../session/facts'
import { trendOf, type TrendPoint } from './trend'

const WIDTH = 270
const HEIGHT = 116
const TOP = 10
const BOTTOM = 98
const EDGE = 20
const LINES = [0, 50, 100] as const

const yOf = (score: number) => BOTTOM - (score / 100) * (BOTTOM - TOP)

/** The score of each image and of the best so far; in words for those who do not see it. */
export function Trend({ session, shown }: { session: RefineSession; shown: number | undefined }) {
  const { t } = useTranslation()
  const id = useId()
  const points = trendOf(session)
  if (points.length === 0) return <p className="m-0 text-faint">{t('refine.score.none')}</p>
  const last = session.iterations.length - 1
  const xOf = (index: number) => (last === 0 ? WIDTH / 2 : EDGE + 16 + (index / last) * (WIDTH - 2 * EDGE - 16))
  const path = (of: (point: TrendPoint) => number) => points.map((point, at) => `${at === 0 ? 'M' : 'L'}${xOf(point.index).toFixed(1)} ${yOf(of(point)).toFixed(1)}`).join('')
  const words = points.map(({ index, score }) => t('refine.score.one', { number: numberOf(index), score: Math.round(score) })).join(', ')
  return (
    <figure className="m-0">
      <svg role="img" aria-labelledby={id} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full tabular-nums">
        <title id={id}>{t('refine.score.words', { words })}</title>
        {LINES.map((score) => (
          <g key={score}>
            <path d={`M24 ${yOf(score)}H${WIDTH}`} stroke="var(--line)" />
            <text x={19} y={yOf(score) + 3} textAnchor="end" fontSize={9} fill="var(--faint)">
              {score}
            </text>
          </g>
        ))}
        <path d={path(({ score }) => score)} fill="none" stroke="var(--faint)" strokeWidth={1.5} strokeDasharray="3 3" />
        <path d={path(({ best }) => best)} fill="none" stroke="var(--accent-line)" strokeWidth={2} strokeLinejoin="round" />
        {points.map((point) => (
          <circle
            key={point.index}
            cx={xOf(point.index)}
            cy={yOf(point.score)}
            r={point.index === shown ? 4.5 : 3.5}
            fill={point.leads ? 'var(--accent-line)' : 'var(--panel)'}
            stroke={point.leads ? 'var(--accent-line)' : 'var(--faint)'}
            strokeWidth={1.5}
          />
        ))}
        {points.map(({ index }) => (
          <text key={index} x={xOf(index)} y={HEIGHT - 3} textAnchor="middle" fontSize={9} fill="var(--faint)">
            {numberOf(index)}
          </text>
        ))}
      </svg>
      <figcaption aria-hidden className="mt-1 flex flex-wrap gap-x-4 text-sm text-faint">
        <span className="flex items-center gap-1.5">
          <span className="h-0.5 w-4 rounded bg-accent-line" />
          {t('refine.score.best')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="w-4 border-t-[1.5px] border-dashed border-faint" />
          {t('refine.score.this')}
        </span>
      </figcaption>
    </figure>
  )
}
