import { useTranslation } from 'react-i18next'
import { cx } from '@/shared/ui/cx'
import type { SectionId } from './section-list'
import { useSections } from './use-sections'

/** The sections of the settings: a column at the left, a row on top where there is no room for it. */
export function SectionNav({ shown, onShow }: { shown: SectionId; onShow: (id: SectionId) => void }) {
  const { t } = useTranslation()
  const sections = useSections()
  return (
    <nav
      aria-label={t('settings.title')}
      className="flex w-[196px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-panel p-2.5 max-[860px]:w-auto max-[860px]:flex-row max-[860px]:flex-wrap max-[860px]:border-r-0 max-[860px]:border-b"
    >
      <h2 className="m-0 px-2.5 pt-1.5 pb-2 text-xl font-semibold max-[860px]:sr-only">{t('settings.title')}</h2>
      {sections.map(({ id, label, icon: Icon }) => (
        <button
          key={id}
          type="button"
          aria-current={id === shown ? 'page' : undefined}
          onClick={() => onShow(id)}
          className={cx(
            'flex min-h-[32px] items-center gap-2.5 rounded-control px-2.5 text-left transition-colors duration-150',
            id === shown ? 'bg-press text-text' : 'text-muted hover:bg-raised hover:text-text',
          )}
        >
          <Icon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" />
          <span className="min-w-0">{t(label)}</span>
        </button>
      ))}
    </nav>
  )
}
