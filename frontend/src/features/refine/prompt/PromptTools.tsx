import { Copy, FileText } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { useAct } from '@/shared/images/use-act'
import { Button } from '@/shared/ui/Button'
import { toast } from '@/shared/ui/toasts'
import { later } from '@/shared/studio/later'

const PromptText = later(() => import('./PromptText'))

/** The prompt as a whole: to be taken away, or written in one piece. */
export function PromptTools({ session, shown }: { session: RefineSession; shown: RefineIteration }) {
  const { t } = useTranslation()
  const { act } = useAct()
  const [open, setOpen] = useState(false)
  const copy = () =>
    void act(async () => {
      const { prompt } = await call('session_prompt', { session_id: session.id, index: shown.index })
      await navigator.clipboard.writeText(prompt)
      toast(t('images.promptCopied'))
    })
  return (
    <div className="mt-1 flex flex-wrap gap-1.5">
      <Button size="sm" icon={Copy} onClick={copy}>
        {t('refine.prompt.copy')}
      </Button>
      <Button size="sm" icon={FileText} onClick={() => setOpen(true)}>
        {t('refine.prompt.whole')}
      </Button>
      <Suspense fallback={null}>{open && <PromptText session={session} shown={shown} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  )
}
