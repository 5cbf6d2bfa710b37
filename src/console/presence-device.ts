/** A person's device as pages choose and show it. The browser's identity is the house's: a page cannot choose to be somebody else. */

import { masked } from '../citizens/address.ts'
import { browserIdentity } from '../dispatch/browser.ts'
import type { Target } from '../flow/verbs.ts'
import type { DeviceWish, Presence } from './presence-schema.ts'

const deviceKinds = { number: 'number', sip: 'sip', client: 'browser' } as const

export const targetOfWish = (wish: DeviceWish, staffId: string): Target =>
  wish.kind === 'browser' ? { kind: 'client', identity: browserIdentity(staffId) } : wish

function shown(device: Target): string | null {
  switch (device.kind) {
    case 'number':
      return masked(device.number)
    case 'sip':
      return masked(device.uri)
    case 'client':
      return null
  }
}

export const deviceView = (device: Target | null): Pick<Presence, 'device' | 'deviceKind'> =>
  device === null ? { device: null, deviceKind: null } : { device: shown(device), deviceKind: deviceKinds[device.kind] }
