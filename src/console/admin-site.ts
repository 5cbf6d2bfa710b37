/** What the site's files say of lines, lanes, hours, agencies and duty numbers, as administrators read it; and the duty phones to try. */

import type { Target } from '../flow/verbs.ts'

/** A phone that somebody of ours, or a partner, answers. */
export type AdminPhone = {
  /** By which it is tried; as the site's files name it. */
  readonly id: string
  readonly name: string
  readonly target: Target
}

export type AdminRung = AdminPhone & {
  readonly accepts: 'key' | 'talk'
  readonly ringSeconds: number
  readonly during: string | null
}

/** Hours like `07:30-16:00`; a day without any is closed. */
export type AdminDay = { readonly day: string; readonly hours: readonly string[] }

export type AdminSite = {
  /** The folder of the files, as the program was told it. */
  readonly folder: string
  readonly languages: readonly string[]
  readonly lines: readonly { readonly to: string; readonly label: string; readonly flow: string }[]
  readonly lanes: readonly {
    readonly id: string
    readonly label: string
    readonly priority: number
    readonly ringSeconds: number
    readonly leaseSeconds: number
  }[]
  readonly calendars: readonly {
    readonly id: string
    readonly label: string
    readonly isOpen: boolean
    readonly week: readonly AdminDay[]
    /** Kinds of holidays on which it is closed. */
    readonly closedOn: readonly string[]
    /** The coming days with other hours than the week's. */
    readonly others: readonly {
      readonly date: string
      readonly hours: readonly string[]
      readonly why: readonly string[]
    }[]
  }[]
  readonly agencies: readonly {
    readonly id: string
    readonly name: string
    readonly coordinator: boolean
    readonly topics: readonly string[]
  }[]
  readonly ladders: readonly {
    readonly kind: string
    readonly label: string
    /** So many phones ring together. */
    readonly atOnce: number
    /** Of the phones, those of all hours; `during` names the calendar of one that rings in its hours only. */
    readonly rungs: readonly AdminRung[]
    /** Rungs that are everybody who is signed in. */
    readonly groups: readonly string[]
    /** Duty officers who are texted; numbers in E.164. */
    readonly texts: readonly { readonly name: string; readonly number: string }[]
  }[]
  /** The duty line first, then what flows may dial by name. */
  readonly duties: readonly AdminPhone[]
  readonly flows: readonly {
    readonly id: string
    readonly revision: string
    /** By language: the share of the default language's prompts that it has, from 0 to 1. */
    readonly coverage: Readonly<Record<string, number>>
  }[]
  /** What is told and refuses nothing, as `file:line place: what`. */
  readonly warnings: readonly string[]
}

/** Every duty phone by its id, with the ladders and rungs that ring it. */
export function dutyPhones(
  { ladders, duties }: Pick<AdminSite, 'ladders' | 'duties'>,
  addressOf: (target: Target) => string,
) {
  const rungs = ladders.flatMap(({ kind, rungs }) => rungs.map((rung) => ({ kind, rung })))
  return [...rungs.map(({ rung }) => rung), ...duties].map(({ id, name, target }) => {
    const same = rungs.filter(({ rung }) => addressOf(rung.target) === addressOf(target))
    return {
      ...{ id, name, target },
      ladders: [...new Set(same.map(({ kind }) => kind))],
      rungs: [...new Set(same.map(({ rung }) => rung.name))],
    }
  })
}
