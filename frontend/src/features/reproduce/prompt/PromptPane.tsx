import { useQueryClient } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { bare } from '@/shared/words/answer'
import { GenerateBar } from './GenerateBar'
import { imagePrompt, keep, useWritten, write } from './written'

/** The prompt that pictures are made from: the model's words, made one's own. */
export function PromptPane({ row }: { row: Reproduction | undefined }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const written = useWritten((all) => (row ? all[row.id] : undefined))
  const { text, offer } = row ? imagePrompt(row, written) : { text: '', offer: false }
  const id = row?.id
  useEffect(() => {
    if (!id) return
    const leave = () => keep(client, id)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [client, id])
  return (
    <section aria-labelledby="image-prompt-title" className="flex min-w-0 flex-1 flex-col px-4 pt-3 pb-3">
      <SectionTitle>
        <span id="image-prompt-title">{t('reproduce.prompt.title')}</span>
      </SectionTitle>
      <div className="flex min-h-0 flex-1 flex-col rounded-[12px] border border-line-strong bg-well p-2.5 transition-colors duration-150 focus-within:border-accent-line">
        <textarea
          aria-labelledby="image-prompt-title"
          value={text}
          disabled={!row}
          spellCheck={false}
          placeholder={t(row ? 'reproduce.prompt.waiting' : 'reproduce.prompt.empty')}
          onChange={(event) => row && write(client, row, event.target.value)}
          className="block min-h-0 w-full flex-1 resize-none bg-transparent px-1 text-lg text-text focus:outline-none"
        />
        {row && offer && (
          <div role="status" className="mt-1.5 flex animate-appear items-center gap-2 rounded-control bg-accent-soft px-2.5 py-1.5 text-sm text-accent-text">
            <span className="min-w-0 flex-1">{t('reproduce.prompt.offer')}</span>
            <Button size="sm" icon={ArrowRight} onClick={() => write(client, row, bare(row.text))}>
              {t('reproduce.prompt.take')}
            </Button>
          </div>
        )}
        <GenerateBar row={row} prompt={text} />
      </div>
    </section>
  )
}
