import { useTranslation } from 'react-i18next'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { Field, inputClass } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Select } from '@/shared/ui/Select'
import { cx } from '@/shared/ui/cx'
import { ChatModelPicker } from '@/shared/words/ChatModelPicker'
import { MissingKey } from '@/shared/words/MissingKey'
import { useDescribing } from '@/shared/words/queries'
import { ANSWERS, FOCUSES, STYLES, useWishes } from '../state'
import { PromptButtons } from './PromptButtons'

/** Who describes, in which form, and what matters. */
export function Options() {
  const { t } = useTranslation()
  const model = useDescribing()
  const save = useSaveSettings()
  const { style, focus, notes, language } = useWishes()
  return (
    <section aria-labelledby="options-title" className="flex flex-col gap-2">
      <SectionTitle>
        <span id="options-title">{t('reproduce.options.title')}</span>
      </SectionTitle>
      <ChatModelPicker sees label={t('words.reproduceModel')} value={model} onChange={(reproduce_model) => save({ reproduce_model })} />
      <MissingKey sees model={model} onUse={(reproduce_model) => save({ reproduce_model })} />
      <SegmentedControl
        label={t('reproduce.options.style')}
        value={style}
        options={STYLES.map((value) => ({ value, label: t(`reproduce.style.${value}`) }))}
        onChange={(next) => useWishes.setState({ style: next })}
        className="w-full [&>button]:flex-1 [&>button]:justify-center [&>button]:px-1"
      />
      <Field label={t('reproduce.options.focus')}>
        {(ids) => (
          <Select {...ids} value={focus} options={FOCUSES.map((value) => ({ value, label: t(`reproduce.focus.${value}`) }))} onChange={(next) => useWishes.setState({ focus: next })} />
        )}
      </Field>
      <Field label={t('reproduce.options.language')}>
        {(ids) => (
          <Select {...ids} value={language} options={ANSWERS.map((value) => ({ value, label: t(`reproduce.answer.${value}`) }))} onChange={(next) => useWishes.setState({ language: next })} />
        )}
      </Field>
      <textarea
        aria-label={t('reproduce.options.notes')}
        placeholder={t('reproduce.options.notesHint')}
        value={notes}
        maxLength={4000}
        rows={2}
        onChange={(event) => useWishes.setState({ notes: event.target.value })}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-28 resize-none py-1.5')}
      />
      <PromptButtons />
    </section>
  )
}
