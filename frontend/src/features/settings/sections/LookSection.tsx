import { useTranslation } from 'react-i18next'
import type { Settings } from '@/bridge/contract'
import { LANGUAGES } from '@/i18n'
import { languageName } from '@/i18n/language-name'
import { useSetting, useStudioInfo } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { systemLanguage } from '@/shared/studio/system-language'
import { Checkbox } from '@/shared/ui/Checkbox'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Select } from '@/shared/ui/Select'
import { Row, Section } from './Section'

const THEMES = ['system', 'dark', 'light'] as const
const COLUMNS = ['auto', '1', '2', '3', '4'] as const

export function LookSection() {
  const { t } = useTranslation()
  const save = useSaveSettings()
  const language = useSetting('language')
  const theme = useSetting('theme')
  const columns = useSetting('columns')
  const historyOpen = useSetting('history_open')
  const system = systemLanguage(useStudioInfo())
  const languages: { value: Settings['language']; label: string }[] = [
    { value: 'system', label: t('settings.languageSystem', { name: languageName(system) }) },
    ...LANGUAGES.map((value) => ({ value, label: languageName(value) })),
  ]
  return (
    <Section>
      <Row label={t('settings.language')}>
        {(ids) => (
          <div className="w-52">
            <Select {...ids} value={language} options={languages} onChange={(value) => save({ language: value })} />
          </div>
        )}
      </Row>
      <Row label={t('settings.theme')}>
        <SegmentedControl
          label={t('settings.theme')}
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          onChange={(value) => save({ theme: value })}
        />
      </Row>
      <Row label={t('settings.columns')} hint={t('settings.columnsHint')}>
        <SegmentedControl
          label={t('settings.columns')}
          value={columns}
          options={COLUMNS.map((value) => ({ value, label: value === 'auto' ? t('settings.columnsAuto') : value }))}
          onChange={(value) => save({ columns: value })}
        />
      </Row>
      <Row label={t('settings.historyOpen')}>
        {({ id }) => <Checkbox id={id} checked={historyOpen} onChange={(value) => save({ history_open: value })} />}
      </Row>
    </Section>
  )
}
