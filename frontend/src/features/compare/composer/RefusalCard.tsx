import { Wallet, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { putAway, useRefusal } from './refusal'

/** Which cap said no, by how much, and the way to the caps. */
export function RefusalCard() {
  const { t } = useTranslation()
  const error = useRefusal((state) => state.error)
  if (!error) return null
  const { title, text, charged } = errorWords(t, error)
  return (
    <div role="alert" className="mb-2.5 flex animate-rise items-start gap-3 rounded-card border border-bad-soft-line bg-bad-soft py-2.5 pr-2 pl-3.5">
      <Wallet size={16} strokeWidth={1.7} aria-hidden className="mt-0.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="m-0 font-medium">{title}</p>
        <p className="m-0 mt-0.5 text-muted tabular-nums">
          {inSentences(t, [text, charged])}
        </p>
      </div>
      <Button size="sm" onClick={() => navigate('settings', { section: 'spend' })}>
        {t('spend.pill.caps')}
      </Button>
      <IconButton icon={X} size="sm" label={t('common.close')} onClick={putAway} />
    </div>
  )
}
