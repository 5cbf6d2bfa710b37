import * as audit from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type CallerAddress, canonical, type KnownKind, masked } from './address.ts'
import type { Sealer } from './seal.ts'
import * as store from './store.ts'

const addressPurpose = 'citizens.address'
const namePurpose = 'citizens.name'

/** Kind and text together, so that a client called like a number is not taken for that number. */
const indexed = (kind: KnownKind, address: string) => `${kind} ${address}`

export type Known = { readonly citizenId: string | null; readonly canBeTexted: boolean }

/** Who calls: found again by the keyed hash of the address, or met for the first time. A withheld caller stays unknown. */
export async function know(
  tx: Tx,
  input: { readonly caller: CallerAddress },
  sealer: Sealer,
  { now }: Context,
): Promise<Known> {
  const { caller } = input
  const address = canonical(caller)
  if (caller.kind === 'withheld' || address === null) return { citizenId: null, canBeTexted: false }
  const row = await store.know(tx, {
    id: newId(),
    key: sealer.index(indexed(caller.kind, address)),
    sealed: sealer.seal(address, addressPurpose),
    kind: caller.kind,
    canBeTexted: caller.canBeTexted,
    at: now,
  })
  if (row === undefined) throw new Error('The citizen was neither stored nor found')
  return { citizenId: row.id, canBeTexted: row.can_be_texted }
}

/** Who has called from this address before; null when nobody has. */
export async function findByAddress(reader: Reader, caller: CallerAddress, sealer: Sealer): Promise<string | null> {
  const address = canonical(caller)
  if (caller.kind === 'withheld' || address === null) return null
  return store.findByKey(reader, sealer.index(indexed(caller.kind, address)))
}

/** The address in clear, for a machine that has to reach the citizen; a person's eyes go through `openCitizen`. */
export async function addressOf(reader: Reader, citizenId: string, sealer: Sealer): Promise<string | null> {
  const [row] = await store.find(reader, [citizenId])
  return row === undefined ? null : sealer.open(row.address_sealed, addressPurpose)
}

/** Whether this address takes text messages. */
export async function canBeTexted(reader: Reader, citizenId: string): Promise<boolean> {
  const [row] = await store.find(reader, [citizenId])
  return row?.can_be_texted === true
}

/** What a list may show of each, by citizen id. */
export async function maskedAddresses(
  reader: Reader,
  citizenIds: readonly string[],
  sealer: Sealer,
): Promise<ReadonlyMap<string, string>> {
  if (citizenIds.length === 0) return new Map()
  const rows = await store.find(reader, [...new Set(citizenIds)])
  return new Map(rows.map((row) => [row.id, masked(sealer.open(row.address_sealed, addressPurpose))]))
}

export type Citizen = {
  readonly id: string
  readonly kind: KnownKind
  readonly address: string
  readonly canBeTexted: boolean
  readonly name: string | null
  readonly language: string | null
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

export type Opened =
  | { readonly outcome: 'opened'; readonly citizen: Citizen }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'reason_wanted' }

/** Opens a citizen's data to a person. It needs a reason, and both stay in the audit. */
export async function openCitizen(
  tx: Tx,
  input: { readonly citizenId: string; readonly reason: string },
  sealer: Sealer,
  ctx: Context,
): Promise<Opened> {
  const reason = input.reason.trim()
  if (reason === '') return { outcome: 'reason_wanted' }
  const [row] = await store.find(tx, [input.citizenId])
  if (row === undefined) return { outcome: 'unknown' }
  audit.record(tx, { action: 'citizen.opened', subject: `citizen:${row.id}`, facts: { reason } }, ctx)
  return {
    outcome: 'opened',
    citizen: {
      id: row.id,
      kind: row.address_kind,
      address: sealer.open(row.address_sealed, addressPurpose),
      canBeTexted: row.can_be_texted,
      name: row.name_sealed === null ? null : sealer.open(row.name_sealed, namePurpose),
      language: row.language,
      firstSeenAt: row.first_seen_at.getTime(),
      lastSeenAt: row.last_seen_at.getTime(),
    },
  }
}
