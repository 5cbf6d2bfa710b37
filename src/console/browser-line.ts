/** By what an operator's page can talk. */

type TokenFor = (identity: string) => Promise<{ readonly token: string; readonly validSeconds: number }>

export type BrowserLine =
  | {
      readonly kind: 'carrier'
      readonly token: TokenFor
      /** Where the page connects to, and plays sounds from. */
      readonly hosts: { readonly connect: readonly string[]; readonly media: readonly string[] }
    }
  | { readonly kind: 'simulator'; readonly url: string; readonly token: TokenFor }
  /** `missing`: the settings that a technician has to set. */
  | { readonly kind: 'none'; readonly missing: readonly string[] }

/** What the page's policy has to allow for it, beside our own address. */
export function hostsOf(line: BrowserLine): { readonly connect: readonly string[]; readonly media: readonly string[] } {
  switch (line.kind) {
    case 'carrier':
      return line.hosts
    case 'simulator':
      return { connect: [line.url], media: [] }
    case 'none':
      return { connect: [], media: [] }
  }
}
