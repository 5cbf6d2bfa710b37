import type { Carrier } from './carrier.ts'
import type { Participant } from './participant.ts'
import { runDocuments } from './run-documents.ts'
import { network, sound } from './sound.ts'
import type { DocumentRequest } from './source.ts'

/** Twilio's own waiting music, in pieces of this length. */
const piece = { text: network.music, seconds: 30 }

/** What a waiting or held participant hears, over and over: a document, silence, or the default music. */
export function playMusic(carrier: Carrier, participant: Participant, wait: DocumentRequest | 'silence' | null): void {
  stopMusic(participant)
  const music = new AbortController()
  participant.music = music
  const signal = AbortSignal.any([music.signal, participant.leg.over])
  carrier.background(
    (async () => {
      while (!signal.aborted) {
        if (wait === null || wait === 'silence') {
          participant.leg.hear(
            wait === null ? sound('audio', piece.text, piece.seconds) : sound('silence', '', piece.seconds),
          )
          await carrier.clock.sleep(piece.seconds, signal)
          continue
        }
        const began = carrier.clock.seconds()
        const end = await runDocuments(carrier, participant.leg, wait, { signal, stage: 'music' })
        // A document that fails or takes no time would be asked for without end.
        if (end === 'failed') wait = null
        else if (carrier.clock.seconds() === began) await carrier.clock.sleep(1, signal)
      }
    })(),
  )
}

export function stopMusic(participant: Participant): void {
  participant.music?.abort()
  participant.music = null
}
