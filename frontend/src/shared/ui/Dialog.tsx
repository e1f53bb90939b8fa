import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from './cx'
import { returnFocus } from './return-focus'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  /** Buttons at the lower right, the main one last. */
  actions?: ReactNode
  children?: ReactNode
  width?: 'sm' | 'md' | 'lg'
  /** There is nothing to focus inside: the text itself takes the focus, so that the arrow keys scroll it. */
  reading?: boolean
}

const WIDTHS = { sm: 'w-[min(400px,calc(100vw-32px))]', md: 'w-[min(560px,calc(100vw-32px))]', lg: 'w-[min(820px,calc(100vw-32px))]' }

/** What takes the focus by the Tab key, but for the button that closes. */
const STOPS = ':is(button:enabled, input:enabled, textarea:enabled, [tabindex="0"]):not([tabindex="-1"], [data-closes])'

/** Where there is nothing to focus yet, the dialog itself is: the next Tab leads to what has come meanwhile, Enter does not close. */
function focusInside(event: Event): void {
  const dialog = event.target as HTMLElement
  if (dialog.querySelector(STOPS)) return
  event.preventDefault()
  dialog.focus()
}

export function Dialog({ open, onOpenChange, title, description, actions, children, width = 'sm', reading = false }: DialogProps) {
  const { t } = useTranslation()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          data-toasts="top"
          onOpenAutoFocus={focusInside}
          onCloseAutoFocus={returnFocus}
          // Where a message is in sight the library lets it alone hear the key.
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
            event.preventDefault()
            onOpenChange(false)
          }}
          className={cx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100vh-32px)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded-[12px] border border-line-strong bg-overlay shadow-overlay outline-none',
            WIDTHS[width],
          )}
        >
          <div className="px-5 pt-4">
            <Radix.Title className="m-0 pr-8 text-lg font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1.5 mb-0 text-muted">{description}</Radix.Description>}
          </div>
          {children && (
            <div {...(reading ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})} className={cx('min-h-0 flex-1 overflow-y-auto px-5 pt-3 focus-visible:outline-1 focus-visible:-outline-offset-1 focus-visible:outline-line-strong', actions ? '-mb-1 pb-1' : 'pb-4')}>
              {children}
            </div>
          )}
          {actions ? <div data-actions className="flex flex-wrap justify-end gap-2 px-5 pt-4 pb-4">{actions}</div> : !children && <div className="pb-4" />}
          <Radix.Close
            data-closes
            aria-label={t('common.close')}
            className="absolute top-3 right-3 grid size-[26px] place-items-center rounded-control text-muted transition-colors duration-150 hover:bg-press hover:text-text"
          >
            <X size={14} strokeWidth={1.7} aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
