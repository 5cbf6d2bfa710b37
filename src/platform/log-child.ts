import type { FastifyBaseLogger } from 'fastify'
import type { ChildLoggerOptions } from 'pino'

type Facts = Readonly<Record<string, unknown>>
type Line = [facts: object, message?: string]

/**
 * A request's logger, made when the request has something to say: most have nothing, and a child of pino's costs each of them
 * more than the check of its signature.
 */
export class LateChild {
  readonly #parent: FastifyBaseLogger
  readonly #facts: Facts
  readonly #settings: ChildLoggerOptions
  #made: FastifyBaseLogger | undefined

  constructor(parent: FastifyBaseLogger, facts: Facts, settings: ChildLoggerOptions = {}) {
    this.#parent = parent
    this.#facts = facts
    this.#settings = settings
  }

  get #log(): FastifyBaseLogger {
    this.#made ??= this.#parent.child(this.#facts, this.#settings)
    return this.#made
  }

  get level(): string {
    return this.#settings.level ?? this.#parent.level
  }

  set level(level: string) {
    this.#log.level = level
  }

  child(facts: Facts, settings?: ChildLoggerOptions): FastifyBaseLogger {
    return this.#log.child(facts, settings)
  }

  fatal(...line: Line): void {
    this.#log.fatal(...line)
  }

  error(...line: Line): void {
    this.#log.error(...line)
  }

  warn(...line: Line): void {
    this.#log.warn(...line)
  }

  info(...line: Line): void {
    this.#log.info(...line)
  }

  debug(...line: Line): void {
    this.#log.debug(...line)
  }

  trace(...line: Line): void {
    this.#log.trace(...line)
  }

  silent(): void {}
}
