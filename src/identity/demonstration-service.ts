import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Role } from './permission.ts'
import { addStaff, staffByLogin } from './service.ts'

export type DemonstrationAccount = {
  readonly login: string
  readonly name: string
  readonly role: Role
  /** Printed on purpose: these accounts exist only with DEMO=1, on a machine that nobody reaches from outside. */
  readonly password: string
  /** E.164; the phone that rings for an operator, for the composition root to set as presence device. */
  readonly phone?: string
  readonly staffId: string
}

const accounts: readonly Omit<DemonstrationAccount, 'staffId'>[] = [
  { login: 'sari', name: 'Sari', role: 'operator', password: 'demo-sari-1234', phone: '+6281100000001' },
  { login: 'budi', name: 'Budi', role: 'operator', password: 'demo-budi-1234', phone: '+6281100000002' },
  { login: 'rina', name: 'Rina', role: 'supervisor', password: 'demo-rina-1234' },
  { login: 'dodi', name: 'Dodi', role: 'coordinator', password: 'demo-dodi-1234' },
  { login: 'admin', name: 'Admin', role: 'administrator', password: 'demo-admin-1234' },
]

/**
 * The accounts of the demonstration; those that exist stay as they are. The caller sees to it that DEMO is on.
 * `phone` has to be given to dispatch, which this room does not know.
 */
export async function seedDemonstration(tx: Tx, ctx: Context): Promise<readonly DemonstrationAccount[]> {
  const seeded: DemonstrationAccount[] = []
  for (const account of accounts) {
    const { role, phone: _, ...rest } = account
    const known = await staffByLogin(tx, account.login)
    const added = known === null ? await addStaff(tx, { ...rest, roles: [role] }, ctx) : null
    const staff = added?.outcome === 'added' ? added.staff : (known ?? (await staffByLogin(tx, account.login)))
    if (staff === null) throw new Error('A demonstration account could not be made')
    seeded.push({ ...account, staffId: staff.id })
  }
  return seeded
}
