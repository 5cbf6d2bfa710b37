/** The page behind a duty officer's link: plain HTML that any phone shows, Indonesian first, English second. No script. Pure. */

import { createHash } from 'node:crypto'
import { type AlertLanguage, type AlertSentence, alertWords, wallTime } from './alert-words.ts'
import type { ShownAlert } from './duty-alert.ts'

const style = `
  :root { color-scheme: light dark; font: 18px/1.5 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 34rem; padding: 1rem }
  h1 { font-size: 1.3rem; margin: 0 }
  h2 { font-size: 1.1rem; margin: 1rem 0 0 }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1rem 0 }
  dt { font-weight: 600 }
  dd { margin: 0 }
  [lang=en] { font-size: .85rem; opacity: .8 }
  p { margin: .25rem 0 }
  section { border: 2px solid currentColor; border-radius: .5rem; padding: .75rem; margin: 1rem 0 }
  button { width: 100%; min-height: 4rem; font: inherit; font-weight: 700; color: #fff; background: #b3261e; border: 0; border-radius: .5rem }
  button:focus-visible { outline: 4px solid currentColor; outline-offset: 3px }
  ul { padding-left: 1.2rem }
`

/** Nothing but this page's own words and this one sheet of style; the form goes nowhere else, and nobody frames it. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const plain = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

type Values = Readonly<Record<string, string>>
const said = (language: AlertLanguage, id: AlertSentence, values?: Values) => plain(alertWords(language, id, values))

/** A sentence in both languages. */
const both = (id: AlertSentence, values?: Values): string =>
  `<p>${said('ind', id, values)}</p><p lang="en">${said('eng', id, values)}</p>`
/** A word in both, beside one another. */
const label = (id: AlertSentence): string => `${said('ind', id)} <span lang="en">${said('eng', id)}</span>`

const whole = (title: string, body: string): string => `<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`

/** Who has it, as it may be told outside of the house: the name of a rung or of an officer, never of staff. */
function holder(by: string | null, language: AlertLanguage): string | null {
  if (by === null) return null
  if (by.startsWith('staff:')) return alertWords(language, 'staff')
  return by.replace(/^(rung|duty):/, '')
}

function stateOf({ state, by }: ShownAlert): string {
  switch (state) {
    case 'acknowledged': {
      if (by === null) return both('acknowledgedByNobody')
      const who = (language: AlertLanguage) => said(language, 'acknowledged', { who: holder(by, language) ?? '' })
      return `<p>${who('ind')}</p><p lang="en">${who('eng')}</p>`
    }
    case 'written':
      return both('textStands')
    default:
      return both(state)
  }
}

function officersOf({ officers, zone }: ShownAlert): string {
  const lines = officers.map(({ name, acknowledgedAt }) => {
    const time = acknowledgedAt === null ? '' : wallTime(acknowledgedAt, zone)
    const id = acknowledgedAt === null ? 'knowsNot' : 'knows'
    return `<li>${said('ind', id, { name, time })} <span lang="en">${said('eng', id, { name, time })}</span></li>`
  })
  return `<h2>${label('officers')}</h2><ul>${lines.join('')}</ul>`
}

/** `action`: where the form posts to. Whoever has pressed sees no button any more. */
export function alertPage(shown: ShownAlert, action: string): string {
  const { name, region, zone, kind, where, raisedAt, acknowledgedAt } = shown
  const place =
    where === null ? `${said('ind', 'nowhere')} <span lang="en">${said('eng', 'nowhere')}</span>` : plain(where)
  const pressed = acknowledgedAt !== null && both('pressed', { name, time: wallTime(acknowledgedAt, zone) })
  const button = `<form method="post" action="${plain(action)}"><button>${label('press')}</button></form>${both('advice')}`
  return whole(
    said('ind', 'title'),
    `<h1>${plain(region)}: ${label('title')}</h1>
<p>${said('ind', 'for', { name })} <span lang="en">${said('eng', 'for', { name })}</span></p>
<dl><dt>${label('what')}</dt><dd>${plain(kind)}</dd><dt>${label('where')}</dt><dd>${place}</dd>
<dt>${label('since')}</dt><dd>${wallTime(raisedAt, zone)}</dd></dl>
<section aria-label="${said('ind', 'state')}">${stateOf(shown)}</section>
${pressed === false ? button : `<div role="status">${pressed}</div>`}
${officersOf(shown)}`,
  )
}

/** For a link that is nobody's, has expired, or is opened again and again. */
export const otherPage = (id: 'gone' | 'often'): string =>
  whole(said('ind', 'title'), `${both(id)}${id === 'gone' ? both('goneAdvice') : ''}`)
