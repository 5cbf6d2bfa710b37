import eng from './welcome/eng.json' with { type: 'json' }
import ind from './welcome/ind.json' with { type: 'json' }

export type Welcome = {
  readonly siteName: string
  readonly consoleUrl: string
  readonly phonesUrl: string
  /** The number to dial on the demonstration phones. */
  readonly line: string
  readonly dataFolder: string
  readonly accounts: readonly DemoAccount[]
}

export type DemoAccount = { readonly login: string; readonly password: string; readonly role: string }

type Texts = Readonly<Record<keyof typeof ind, string>>

const fill = (text: string, facts: Readonly<Record<string, string>>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole)

function inOneLanguage(texts: Texts, welcome: Welcome): string {
  const accounts = welcome.accounts.map((account) => `    ${fill(texts.account, account)}`)
  return [
    fill(texts.title, { site: welcome.siteName }),
    `  ${texts.console}: ${welcome.consoleUrl}`,
    `  ${texts.phones}: ${welcome.phonesUrl}`,
    `  ${fill(texts.try, { line: welcome.line })}`,
    ...(accounts.length > 0 ? [`  ${texts.accounts}:`, ...accounts] : []),
    `  ${fill(texts.data, { folder: welcome.dataFolder })}`,
    `  ${texts.stop}`,
  ].join('\n')
}

/** What the demonstration prints when it is ready: where to go and who may sign in, in Indonesian and in English. */
export const toWelcome = (welcome: Welcome): string =>
  `\n${inOneLanguage(ind, welcome)}\n\n${inOneLanguage(eng, welcome)}\n`
