import { useTranslation } from 'react-i18next'
import { useSetting } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { ChatModelPicker } from '@/shared/words/ChatModelPicker'
import { MissingKey } from '@/shared/words/MissingKey'
import { useDescribing } from '@/shared/words/queries'
import { Templates } from '@/shared/words/Templates'
import { Row, Section } from '../sections/Section'

const MODELS = ['enhance_model', 'translate_model', 'reproduce_model'] as const
const LABELS = { enhance_model: 'words.enhanceModel', translate_model: 'words.translateModel', reproduce_model: 'words.reproduceModel' } as const

/** Which chat model does what, and the texts that tell it how. */
export function WordsSection() {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('words.models')}>
        {MODELS.map((name) => (
          <ModelRow key={name} name={name} />
        ))}
      </Section>
      <div className="mt-6">
        <SectionTitle>{t('words.templates.title')}</SectionTitle>
        <p className="mt-0 mb-4 text-muted">{t('words.templates.text')}</p>
        <Templates />
      </div>
    </>
  )
}

function ModelRow({ name }: { name: (typeof MODELS)[number] }) {
  const { t } = useTranslation()
  const chosen = useSetting(name)
  const describing = useDescribing()
  const model = name === 'reproduce_model' ? describing : chosen
  const save = useSaveSettings()
  const label = t(LABELS[name])
  return (
    <>
      <Row label={label}>
        <ChatModelPicker className="w-72! max-w-full" sees={name === 'reproduce_model'} label={label} value={model} onChange={(id) => save({ [name]: id })} />
      </Row>
      <div className="px-3.5 pb-3 empty:hidden">
        <MissingKey sees={name === 'reproduce_model'} model={model} onUse={(id) => save({ [name]: id })} />
      </div>
    </>
  )
}
