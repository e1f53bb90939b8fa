import type { ReactNode, SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { Field, TextField } from '@/shared/ui/Field'

/** As the engine has it: encrypted on the way, or from this machine. */
const ADDRESS = /^(https:\/\/[^\s/]\S*|http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?(\/\S*)?)?$/

interface FeedFieldProps {
  label: string
  hint: string
  /** Said where the address is none. */
  wrong: string
  /** What the button does once there is an address. */
  action: string
  saved: string
  busy: boolean
  /** Saves the address, and where there is one, looks there. */
  onSubmit: (url: string) => Promise<unknown>
  children: ReactNode
}

/** An address outside that the studio asks for news; off while it is empty. */
export function FeedField({ label, hint, wrong, action, saved, busy, onSubmit, children }: FeedFieldProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const url = (typed ?? saved).trim()
  const isSound = ADDRESS.test(url)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isSound) return
    void onSubmit(url).then(
      () => setTyped(null),
      () => null,
    )
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-1.5 rounded-card border border-line bg-panel px-3.5 py-3">
      <Field label={label} layout="column" hint={hint} error={isSound ? undefined : wrong}>
        {(ids) => (
          <div className="flex gap-2">
            <TextField
              {...ids}
              inputMode="url"
              placeholder="https://"
              aria-invalid={!isSound || undefined}
              value={typed ?? saved}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button type="submit" busy={busy} disabled={!isSound || (url === '' && saved === '')}>
              {url === '' ? t('keys.save') : action}
            </Button>
          </div>
        )}
      </Field>
      {children}
    </form>
  )
}
