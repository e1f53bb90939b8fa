import { useTranslation } from 'react-i18next'
import { AboutSection } from './sections/AboutSection'
import { DataSection } from './sections/DataSection'
import { LookSection } from './sections/LookSection'
import { RequestsSection } from './sections/RequestsSection'

export default function SettingsPage() {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="settings-title" className="h-full overflow-y-auto px-4 py-4 lg:px-6.5">
      <div className="max-w-[720px]">
        <h2 id="settings-title" className="m-0 text-xl font-semibold">
          {t('settings.title')}
        </h2>
        <LookSection />
        <RequestsSection />
        <DataSection />
        <AboutSection />
      </div>
    </section>
  )
}
