import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { Button } from '@/shared/ui/Button'
import { Popover } from '@/shared/ui/Popover'
import { useAsk } from '../use-ask'

/** The key was refused: paste another in place, and it is asked again. */
export function AddKey({ generation }: { generation: Generation }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [open, setOpen] = useState(false)
  const [provider = ''] = generation.model.split('/')
  const again = () => {
    setOpen(false)
    void ask(() => call('retry', { id: generation.id }))
  }
  const trigger = <Button size="sm">{t('compare.ended.newKey')}</Button>
  return (
    <Popover open={open} onOpenChange={setOpen} label={t('compare.ended.newKey')} className="w-80" trigger={trigger}>
      <KeyPasteInline provider={provider} onSaved={again} autoFocus />
    </Popover>
  )
}
