import { X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import type { FocusEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from './cx'
import { leaveFocus } from './return-focus'
import { dismissToast, useToasts } from './toasts'

/** Where toasts appear; the shell has one. */
export function Toaster() {
  const { t } = useTranslation()
  const toasts = useToasts()
  return (
    <Radix.Provider swipeDirection="down" label={t('common.notifications')}>
      {toasts.map(({ id, text, kind, actions, seconds }) => (
        <Radix.Root
          key={id}
          duration={seconds * 1000}
          onOpenChange={(open) => {
            if (!open) dismissToast(id)
          }}
          className={cx(
            'pointer-events-auto! flex min-w-0 animate-rise items-center gap-3 rounded-card border bg-overlay py-2 pr-2 pl-3.5 shadow-overlay',
            kind === 'error' ? 'border-bad-soft-line' : 'border-line-strong',
          )}
        >
          <Radix.Description className="m-0 min-w-0 flex-1" data-selectable>
            {text}
          </Radix.Description>
          {actions.map((action) => (
            <Radix.Action
              key={action.label}
              altText={action.label}
              onClick={(event) => {
                if (action.stays) event.preventDefault()
                action.onSelect()
              }}
              className="h-[26px] shrink-0 rounded-control px-2 font-medium text-accent-text hover:bg-press"
            >
              {action.label}
            </Radix.Action>
          ))}
          <Radix.Close aria-label={t('common.close')} className="grid size-[26px] shrink-0 place-items-center rounded-control text-muted hover:bg-press hover:text-text">
            <X size={14} strokeWidth={1.7} aria-hidden />
          </Radix.Close>
        </Radix.Root>
      ))}
      {/* A live region is neither hidden nor made dead by a dialog: what is offered here can be taken. */}
      <div aria-live="off">
        <Radix.Viewport data-toaster onFocus={leaveWithout} className="fixed bottom-[calc(var(--toast-floor)+var(--toast-lift,0px))] left-1/2 z-60 m-0 flex w-max max-w-[min(560px,calc(100vw-32px))] -translate-x-1/2 list-none flex-col gap-2 p-0 outline-none" />
      </div>
    </Radix.Provider>
  )
}

/** A message that goes with the focus in it hands that to the list of messages; where this is empty then, it goes back to the page. */
function leaveWithout({ target, currentTarget }: FocusEvent<HTMLElement>): void {
  const around = currentTarget.parentElement
  if (!around || target !== currentTarget) return
  requestAnimationFrame(() => {
    if (document.activeElement === currentTarget && !currentTarget.querySelector('li')) leaveFocus(around)
  })
}
