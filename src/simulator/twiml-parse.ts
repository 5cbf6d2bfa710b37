import { parseXml, XmlElement, type XmlNode, XmlText } from '@rgrove/parse-xml'
import { type ElementRule, messagingElements, voiceElements } from './twiml-elements.ts'

export type TwimlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly TwimlElement[]
  /** All text below the element, white space at the ends removed. */
  readonly text: string
}
export type TwimlProblem = { readonly code: number; readonly message: string }
export type Twiml =
  | { readonly outcome: 'document'; readonly verbs: readonly TwimlElement[] }
  | ({ readonly outcome: 'invalid' } & TwimlProblem)

/** Twilio's limits: a document of 64 kB (error 11750), 4,096 characters in one `<Say>` (13520). */
const longestDocument = 64 * 1024
const longestSpeech = 4096

/** What a reply to a webhook is, by its content type (Twilio: xml and html are TwiML, text may be, audio is played). */
export function readReply(kind: 'voice' | 'messaging', contentType: string | null, body: string): Twiml {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (Buffer.byteLength(body) > longestDocument)
    return { outcome: 'invalid', code: 11750, message: 'the document is longer than 64 kB' }
  if (['text/xml', 'application/xml', 'text/html'].includes(type)) return parseTwiml(kind, body)
  if (type === 'text/plain') {
    const parsed = parseTwiml(kind, body)
    if (parsed.outcome === 'document') return parsed
    return {
      outcome: 'document',
      verbs: [{ name: kind === 'voice' ? 'Say' : 'Message', attributes: {}, children: [], text: body.trim() }],
    }
  }
  if (kind === 'voice' && type.startsWith('audio/'))
    return { outcome: 'document', verbs: [{ name: 'Play', attributes: {}, children: [], text: 'reply' }] }
  if (kind === 'messaging' && body.trim() === '') return { outcome: 'document', verbs: [] }
  return { outcome: 'invalid', code: 12300, message: `the content type ${type || '(none)'} is not TwiML` }
}

/** A TwiML document, checked as strictly as XML and Twilio's element names and attributes allow. */
export function parseTwiml(kind: 'voice' | 'messaging', source: string): Twiml {
  const rules = kind === 'voice' ? voiceElements : messagingElements
  let root: XmlElement | null
  try {
    root = parseXml(source).root
  } catch (error) {
    return { outcome: 'invalid', code: 12100, message: error instanceof Error ? error.message : 'not XML' }
  }
  if (root?.name !== 'Response') return { outcome: 'invalid', code: 12100, message: 'the root is not <Response>' }
  const problem = check(root, rules, 'Response')
  if (problem) return { outcome: 'invalid', ...problem }
  return { outcome: 'document', verbs: elementsOf(root).map(read) }
}

function check(element: XmlElement, rules: Readonly<Record<string, ElementRule>>, path: string): TwimlProblem | null {
  const rule = rules[element.name]
  if (!rule) return null // what is inside <Say> is SSML: names only are checked, by its parent
  for (const name of Object.keys(element.attributes))
    if (!rule.attributes.includes(name) && !name.startsWith('xml'))
      return { code: 12200, message: `${path} has no attribute ${name}` }
  for (const child of element.children) {
    if (child instanceof XmlText && !rule.text && child.text.trim() !== '')
      return { code: 12200, message: `${path} holds text` }
    if (!(child instanceof XmlElement)) continue
    if (!rule.children.includes(child.name)) return { code: 12200, message: `${path} may not hold ${child.name}` }
    const problem = check(child, rules, `${path}/${child.name}`)
    if (problem) return problem
  }
  if (rule.text === 'required' && element.text.trim() === '') return { code: 12200, message: `${path} is empty` }
  if (element.name === 'Say' && element.text.length > longestSpeech)
    return { code: 13520, message: `${path} is longer than 4096 characters` }
  return null
}

function elementsOf(parent: XmlElement): XmlElement[] {
  return parent.children.filter((child: XmlNode): child is XmlElement => child instanceof XmlElement)
}

function read(element: XmlElement): TwimlElement {
  return {
    name: element.name,
    attributes: { ...element.attributes },
    children: elementsOf(element).map(read),
    text: element.text.trim(),
  }
}
