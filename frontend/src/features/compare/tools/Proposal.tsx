import { Check, PenLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'
import { Kbd } from '@/shared/ui/Kbd'
import { bare, isIn } from '@/shared/words/answer'
import { Difference } from '@/shared/words/Difference'
import { putAway, type Use } from './tool-state'
import { useTake } from './use-tools'

/** The new text beside the old one in it: take it, refuse it, or change it first. */
export function Proposal({ use: { tool, before, words } }: { use: Use }) {
  const { t } = useTranslation()
  const take = useTake()
  const after = bare(words?.text ?? '')
  const [edited, setEdited] = useState<string | null>(null)
  const text = edited ?? after
  if (after === '') return <p className="m-0 px-1 text-muted">{t('reproduce.wordless')}</p>
  return (
    <>
      {edited === null ? (
        <Difference before={before} after={after} className="min-h-0 overflow-y-auto px-1 text-lg" />
      ) : (
        <textarea
          autoFocus
          aria-label={t('words.tools.edit')}
          value={edited}
          onChange={(event) => setEdited(event.target.value)}
          className={cx(inputClass, 'field-sizing-content h-auto! max-h-[28vh] resize-none py-1.5 text-lg')}
        />
      )}
      {tool === 'translate' && !isIn('English', after) && (
        <p role="status" className="m-0 px-1 text-accent-text">
          {t('words.tools.notEnglish')}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" onClick={putAway}>
          {t('words.tools.refuse')}
        </Button>
        {edited === null && (
          <Button size="sm" icon={PenLine} onClick={() => setEdited(after)}>
            {t('words.tools.edit')}
          </Button>
        )}
        <Button size="sm" variant="primary" icon={Check} disabled={text.trim() === ''} onClick={() => take(text)}>
          {t('words.tools.take')}
          {edited === null && <Kbd keys="mod+shift+enter" className="text-accent-ink! opacity-75 max-[860px]:hidden" />}
        </Button>
      </div>
    </>
  )
}
