import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

/** Interface languages, first is default. `tag` is for the browser: dates, speech, `lang` attributes. */
export const languages = [
  { id: 'ind', tag: 'id', name: 'Indonesia' },
  { id: 'eng', tag: 'en-GB', name: 'English' },
] as const

const remembered = 'sahut.language'
export const tagOf = (id: string): string => languages.find((language) => language.id === id)?.tag ?? 'id'

/** Starts with the language that was chosen last, else Indonesian. */
export async function startLanguage(): Promise<void> {
  const mark = (id: string) => {
    document.documentElement.lang = tagOf(id)
    document.title = `${i18next.t('title')} · Sahut`
  }
  i18next.on('languageChanged', mark)
  await i18next.use(initReactI18next).init({
    resources: { ind: { translation: ind }, eng: { translation: eng } },
    lng: localStorage.getItem(remembered) ?? 'ind',
    fallbackLng: 'ind',
    interpolation: { escapeValue: false },
  })
}

export async function chooseLanguage(id: string): Promise<void> {
  localStorage.setItem(remembered, id)
  await i18next.changeLanguage(id)
}
