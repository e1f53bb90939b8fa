import { useQueryClient } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useModels } from '@/shared/models/queries'
import { Chip } from '@/shared/ui/Chip'
import { EmptyState } from '@/shared/ui/EmptyState'
import { changePrompt } from '../draft'
import { focusPrompt } from '../composer/focus-prompt'

const SAMPLES = ['lighthouse', 'fox', 'harbour'] as const

/** Nothing was made yet: three prompts to try, with no key asked for. */
export function FirstStart() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const onlyOffline = useModels().every((model) => !model.available || !model.is_ai)
  const take = (text: string) => {
    changePrompt(client, text)
    focusPrompt()
  }
  return (
    <EmptyState
      icon={Sparkles}
      title={t('compare.first.title')}
      text={t(onlyOffline ? 'compare.first.offline' : 'compare.first.text')}
    >
      {SAMPLES.map((sample) => (
        <Chip
          key={sample}
          className="h-auto w-full py-2 text-left whitespace-normal!"
          onClick={() => take(t(`compare.first.sample.${sample}`))}
        >
          {t(`compare.first.sample.${sample}`)}
        </Chip>
      ))}
    </EmptyState>
  )
}
