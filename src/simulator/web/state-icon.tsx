import { BellRing, Phone as Handset, PhoneCall, PhoneOutgoing } from 'lucide-react'
import type { Phone } from './phones-api.ts'

const icons = { idle: Handset, dialling: PhoneOutgoing, ringing: BellRing, 'in-call': PhoneCall } as const

/** The shape that goes with the colour of a phone's state. */
export function StateIcon({ state, size }: { readonly state: Phone['state']; readonly size: number }) {
  const Icon = icons[state]
  return <Icon size={size} aria-hidden />
}
