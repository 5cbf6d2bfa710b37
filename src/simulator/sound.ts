import network from './network.ind.json' with { type: 'json' }

/** What an Indonesian network itself says and plays: captions. */
export { network }

/** What a phone hears: shown as a caption, spoken by the page, matched by tests. */
export type Sound = {
  readonly kind: 'speech' | 'audio' | 'tone' | 'ringing' | 'silence' | 'person'
  readonly text: string
  readonly language: string | null
  readonly voice: string | null
  readonly seconds: number
  /** Label of the phone whose person spoke. */
  readonly from?: string
}

/** People and speech synthesis alike: about fourteen characters a second, never less than half a second. */
export function speechSeconds(text: string): number {
  return Math.max(0.5, Math.round((text.length / 14) * 10) / 10)
}

export function sound(kind: Sound['kind'], text: string, seconds: number, more: Partial<Sound> = {}): Sound {
  return { kind, text, seconds, language: null, voice: null, ...more }
}
