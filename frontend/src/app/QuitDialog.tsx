import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { useQuitAsked } from './notices'

export function QuitDialog() {
  const { t } = useTranslation()
  const running = useQuitAsked((state) => state.running)
  const quit = useMutation({ mutationFn: () => call('quit', {}) })
  const stay = () => useQuitAsked.setState({ running: null })
  return (
    <Dialog
      open={running !== null}
      onOpenChange={stay}
      title={t('quit.title')}
      description={t('quit.text', { count: running ?? 0 })}
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
