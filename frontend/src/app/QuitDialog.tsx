import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { inSentences } from '@/i18n/in-sentences'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { useQuitAsked } from './notices'

export function QuitDialog() {
  const { t } = useTranslation()
  const unfinished = useQuitAsked((state) => state.unfinished)
  const quit = useMutation({ mutationFn: () => call('quit', {}) })
  const stay = () => useQuitAsked.setState({ unfinished: null })
  const { running, waiting } = unfinished ?? { running: 0, waiting: 0 }
  const words = inSentences(t, [running > 0 && t('quit.text', { count: running }), waiting > 0 && t('quit.works', { count: waiting })])
  return (
    <Dialog
      open={unfinished !== null}
      onOpenChange={stay}
      title={t('quit.title')}
      description={words}
      actions={
        <>
          <Button variant="danger" busy={quit.isPending} onClick={() => quit.mutate()}>
            {t('quit.confirm')}
          </Button>
          <Button variant="primary" autoFocus onClick={stay}>
            {t('quit.stay')}
          </Button>
        </>
      }
    />
  )
}
