import { useLayoutEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings, StudioInfo } from '@/bridge/contract'
import { speak, type SpokenLanguage } from '@/i18n'
import { useSetting, useStudioInfo } from '@/shared/studio/queries'
import { systemLanguage } from '@/shared/studio/system-language'

export const spokenBy = (language: Settings['language'], studio: StudioInfo): SpokenLanguage =>
  language === 'system' ? systemLanguage(studio) : language

/** Theme and language of the page, by the settings and, where those say so, by the system. */
export function useAppearance(): void {
  const theme = useSetting('theme')
  const language = useSetting('language')
  const studio = useStudioInfo()
  const { i18n } = useTranslation()

  useLayoutEffect(() => {
    const system = window.matchMedia('(prefers-color-scheme: light)')
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'light' : 'dark') : theme
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme])

  useLayoutEffect(() => {
    const spoken = spokenBy(language, studio)
    document.documentElement.lang = spoken
    if (i18n.language !== spoken) void speak(spoken)
  }, [language, studio, i18n])
}
