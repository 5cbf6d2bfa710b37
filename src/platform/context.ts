/** Who does something, and when: handed to every use case, so that none looks at a clock. */
export type Context = {
  /** Milliseconds since 1970. */
  readonly now: number
  /** `citizen`, `carrier`, `system`, or `staff:<id>`. */
  readonly actor: string
}
