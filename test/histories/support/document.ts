import { parseXml, XmlElement } from '@rgrove/parse-xml'

/** What a phone does with a document of ours: the first verb that waits, ends or leads on. Words and pauses only take time. */
export type Doing =
  | { readonly does: 'gather'; readonly action: string; readonly digits: number; readonly otherwise: string }
  | { readonly does: 'record'; readonly action: string; readonly callback: string; readonly otherwise: string }
  | {
      readonly does: 'join'
      readonly action: string
      readonly callback: string
      readonly conference: string
      readonly label: string
      readonly endsOnExit: boolean
      readonly leavesOnStar: boolean
    }
  | { readonly does: 'redirect'; readonly url: string }
  | { readonly does: 'hangup' }
  | { readonly does: 'reply'; readonly text: string }

/** Throws for what our documents never hold: an apology's plain `<Dial>` among it, which no story should reach. */
export function doingOf(document: string): Doing {
  const verbs = (parseXml(document).root?.children ?? []).filter((child) => child instanceof XmlElement)
  const otherwise = verbs.find(({ name }) => name === 'Redirect')?.text ?? ''
  for (const { name, attributes, text, children } of verbs) {
    const { action = '' } = attributes
    switch (name) {
      case 'Say':
      case 'Play':
      case 'Pause':
        continue
      case 'Message':
        return { does: 'reply', text }
      case 'Hangup':
        return { does: 'hangup' }
      case 'Redirect':
        return { does: 'redirect', url: text }
      case 'Gather':
        return { does: 'gather', action, digits: Number(attributes.numDigits), otherwise }
      case 'Record':
        return { does: 'record', action, callback: attributes.recordingStatusCallback ?? '', otherwise }
      case 'Dial': {
        const conference = children.find((child) => child instanceof XmlElement && child.name === 'Conference')
        if (!(conference instanceof XmlElement)) break
        return {
          does: 'join',
          action,
          callback: conference.attributes.statusCallback ?? '',
          conference: conference.text,
          label: conference.attributes.participantLabel ?? '',
          endsOnExit: conference.attributes.endConferenceOnExit === 'true',
          leavesOnStar: attributes.hangupOnStar === 'true',
        }
      }
    }
    throw new Error(`a story never comes to this: ${document}`)
  }
  return { does: 'hangup' }
}
