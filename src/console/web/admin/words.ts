/** What the administrator's pages say: it comes with them, so that an operator's first screen does not carry it. */
import i18next from 'i18next'
import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

for (const [language, words] of Object.entries({ ind, eng }))
  i18next.addResourceBundle(language, 'translation', { admin: words }, true)
