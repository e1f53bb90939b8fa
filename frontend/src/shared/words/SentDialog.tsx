import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ChatPreview } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { formatPrice } from '@/shared/images/image-format'
import { Thumb } from '@/shared/images/Thumb'
import { Dialog } from '@/shared/ui/Dialog'
import { SectionTitle } from '@/shared/ui/SectionTitle'

/** What would be sent, word for word. `preview` asks the engine for it. */
export function SentDialog({ preview, onClose }: { preview: () => Promise<ChatPreview>; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const query = useQuery({ queryKey: ['preview'], queryFn: preview, gcTime: 0, staleTime: 0, retry: false })
  const sent = query.data
  const description = sent && t('words.sent.to', { model: sent.model, price: formatPrice(t, i18n.language, sent.cost) })
  return (
    <Dialog open reading width="lg" onOpenChange={onClose} title={t('words.sent.title')} description={description}>
      {!sent && query.isError && <QueryFailure query={query} />}
      <div className="flex flex-col gap-4 pb-1">
        {sent?.messages.map((message) => (
          <section key={message.role}>
            <SectionTitle>{t(`words.sent.${message.role}`)}</SectionTitle>
            <div className="flex flex-col gap-2">
              {message.parts.map((part, index) =>
                part.image_id ? (
                  <figure key={index} className="m-0 flex items-end gap-2.5">
                    <Thumb id={part.image_id} size={320} alt={t('words.sent.picture')} fit="contain" className="h-28 rounded-control" />
                    <figcaption className="text-sm text-faint">{part.scaled ?? t('words.sent.asIs')}</figcaption>
                  </figure>
                ) : (
                  <pre key={index} data-selectable className="m-0 rounded-control border border-line bg-well p-2.5 font-sans text-base whitespace-pre-wrap [overflow-wrap:anywhere]">
                    {part.text}
                  </pre>
                ),
              )}
            </div>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
