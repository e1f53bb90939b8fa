import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { navigate, useNavigation } from '@/shared/studio/navigation'
import { MattingSection } from './matting/MattingSection'
import { ModelsSection } from './models/ModelsSection'
import { RatingsSection } from './ratings/RatingsSection'
import { PeopleSection } from './people/PeopleSection'
import { SectionNav } from './SectionNav'
import type { SectionId } from './section-list'
import { SETTINGS_SECTIONS } from './section-list'
import { useSections } from './use-sections'
import { AboutSection } from './sections/AboutSection'
import { DataSection } from './sections/DataSection'
import { LookSection } from './sections/LookSection'
import { RequestsSection } from './sections/RequestsSection'
import { SpendSection } from './spend/SpendSection'
import { WordsSection } from './words/WordsSection'

const SECTIONS: Record<SectionId, ComponentType> = {
  look: LookSection,
  models: ModelsSection,
  words: WordsSection,
  matting: MattingSection,
  spend: SpendSection,
  ratings: RatingsSection,
  people: PeopleSection,
  requests: RequestsSection,
  data: DataSection,
  about: AboutSection,
}

export default function SettingsPage() {
  const { t } = useTranslation()
  const sections = useSections()
  const wanted = useNavigation((state) => state.section)
  const shown = sections.find(({ id }) => id === wanted) ?? SETTINGS_SECTIONS[0]
  const Shown = SECTIONS[shown.id]
  return (
    <div data-toasts="edge" className="flex h-full min-w-0 max-[860px]:flex-col">
      <SectionNav shown={shown.id} onShow={(section) => navigate('settings', { section })} />
      <section key={shown.id} aria-labelledby="settings-title" className="min-h-0 min-w-0 flex-1 overflow-y-auto px-4 py-4 lg:px-6.5">
        <div className="max-w-[860px]">
          <h3 id="settings-title" className="m-0 text-xl font-semibold">
            {t(shown.label)}
          </h3>
          <Shown />
        </div>
      </section>
    </div>
  )
}
