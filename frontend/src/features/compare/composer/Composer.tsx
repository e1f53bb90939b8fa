import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTight } from '@/shared/ui/use-tight'
import { AskAgain } from './AskAgain'
import { PromptBox } from './PromptBox'
import { GenerateButton } from './GenerateButton'
import { PromptHistory } from './PromptHistory'
import { ReferenceRow } from './ReferenceRow'
import { RefusalCard } from './RefusalCard'
import { MatrixButton } from '../matrix/MatrixButton'
import { ToolButtons } from '../tools/ToolButtons'
import { ToolCard } from '../tools/ToolCard'

/** The prompt, always at the bottom, never locked. */
export function Composer() {
  const { t } = useTranslation()
  return (
    <section
      data-composer
      aria-label={t('compare.composer.title')}
      className="shrink-0 border-t border-line bg-panel px-4 pt-3 pb-3.5"
    >
      <RefusalCard />
      <ToolCard />
      <div className="rounded-[12px] border border-line-strong bg-well px-3.5 pt-2.5 pb-2.5 transition-colors duration-150 focus-within:border-accent-line">
        <PromptBox />
        <Row>
          <ReferenceRow />
          <PromptHistory />
          <ToolButtons />
          <MatrixButton />
          <GenerateButton />
        </Row>
      </div>
      <AskAgain />
    </section>
  )
}

/** Where there is no room for all of it, its buttons show their icons alone. */
function Row({ children }: { children: ReactNode }) {
  const row = useRef<HTMLDivElement>(null)
  const tight = useTight(row)
  return (
    <div ref={row} data-tight={tight || undefined} className="group/row mt-1.5 flex min-w-0 items-center gap-2 max-[860px]:flex-wrap">
      {children}
    </div>
  )
}
