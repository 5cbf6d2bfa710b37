import type { AlarmRules } from './alarm.ts'

/** What the region promises and when it alarms, at one moment. */
export type RoomRules = Omit<AlarmRules, 'lanes'> & {
  readonly lanes: readonly { readonly id: string; readonly answerSeconds: number; readonly limitSeconds: number }[]
  /** When the region's day began, in milliseconds since 1970. */
  readonly dayBegan: number
}
