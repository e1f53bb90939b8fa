import { useTranslation } from 'react-i18next'
import { Dialog } from '@/shared/ui/Dialog'
import { Templates } from '@/shared/words/Templates'

/** The system and the user prompt, as they are kept; back to the shipped text at any time. */
export default function PromptsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open width="lg" onOpenChange={onClose} title={t('reproduce.prompts.title')} description={t('words.templates.text')}>
      <Templates names={['mllm_system', 'mllm_user']} />
    </Dialog>
  )
}
