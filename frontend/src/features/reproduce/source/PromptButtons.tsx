import { Eye, FileText } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { Button } from '@/shared/ui/Button'
import { useDescribing } from '@/shared/words/queries'
import { SentDialog } from '@/shared/words/SentDialog'
import { later } from '@/shared/studio/later'
import { optionsOf, useCurrent, useWishes } from '../state'

const PromptsDialog = later(() => import('./PromptsDialog'))

/** The two texts that tell the model what to do, and what is sent in the end. */
export function PromptButtons() {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'prompts' | 'sent' | null>(null)
  const image = useCurrent()?.image
  const model = useDescribing()
  const close = () => setOpen(null)
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button size="sm" icon={FileText} onClick={() => setOpen('prompts')}>
        {t('reproduce.prompts.open')}
      </Button>
      <Button size="sm" icon={Eye} disabled={!image} onClick={() => setOpen('sent')}>
        {t('words.sent.open')}
      </Button>
      <Suspense fallback={null}>{open === 'prompts' && <PromptsDialog onClose={close} />}</Suspense>
      {open === 'sent' && image && (
        <SentDialog onClose={close} preview={() => call('preview_reproduction', { img_id: image, model, options: optionsOf(useWishes.getState()) })} />
      )}
    </div>
  )
}
