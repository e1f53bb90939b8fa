import { useLayoutEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { nearestLanguage, speak, type SpokenLanguage } from '@/i18n'
import type { Settings } from '@/bridge/contract'
import { useSetting, useStudioInfo } from '@/shared/studio/queries'

export const spokenBy = (language: Settings['language'], system: string): SpokenLanguage =>
  language === 'system' ? nearestLanguage(system) : language

/** Theme and language of the page, by the settings and, where those say so, by the system. */
export function useAppearance(): void {
  const theme = useSetting('theme')
  const language = useSetting('language')
  const { system_language } = useStudioInfo()
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
    const spoken = spokenBy(language, system_language)
    document.documentElement.lang = spoken
    if (i18n.language !== spoken) void speak(spoken)
  }, [language, system_language, i18n])
}
