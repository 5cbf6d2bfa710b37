import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'
import type { Element, Holds } from '../../src/telephony/element.ts'
import { elements } from '../../src/telephony/elements.ts'

/**
 * Everything that is wrong with a document to the carrier: not well-formed, an element, attribute, value or child that the
 * carrier's own typings don't know, a number out of range, an address that is not absolute, too long. Empty when it is right.
 */
export function checkTwiml(xml: string): string[] {
  const problems: string[] = []
  if (Buffer.byteLength(xml) > 64_000) problems.push('document: longer than 64 kB')
  try {
    const { root } = parseXml(xml)
    if (root === null) return [...problems, 'document: empty']
    if (root.name !== 'Response') problems.push(`document: begins with ${root.name}`)
    else checkElement(root, root.name, problems)
  } catch (error) {
    problems.push(`document: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'not XML'}`)
  }
  return problems
}

function checkElement(node: XmlElement, path: string, problems: string[]): void {
  const element = Object.hasOwn(elements, node.name) ? elements[node.name] : undefined
  if (element === undefined) {
    problems.push(`${path}: unknown element`)
    return
  }
  for (const [name, value] of Object.entries(node.attributes)) {
    const holds = Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined
    if (holds === undefined) problems.push(`${path}: unknown attribute ${name}`)
    else if (!fits(value, holds)) problems.push(`${path}: ${name} cannot be "${value}"`)
  }
  const children = node.children.filter((child) => child instanceof XmlElement)
  for (const [index, child] of children.entries()) {
    const below = `${path}/${child.name}[${index + 1}]`
    if (!element.children.includes(child.name)) problems.push(`${below}: may not stand here`)
    checkElement(child, below, problems)
  }
  checkContent(node, element, path, problems, children.length)
  checkOrder(node, path, problems, children)
}

function checkContent(node: XmlElement, element: Element, path: string, problems: string[], children: number): void {
  const text = node.children
    .filter((child) => child instanceof XmlText)
    .map((child) => child.text)
    .join('')
  if (element.content === null && text.trim() !== '') problems.push(`${path}: text may not stand here`)
  if (element.content !== null && text.trim() === '' && children === 0) problems.push(`${path}: says nothing`)
  if (element.content === 'url' && !isAbsolute(text)) problems.push(`${path}: "${text}" is not an absolute address`)
  if (element.longest !== undefined && text.length > element.longest) problems.push(`${path}: longer than allowed`)
  if (node.name === 'Number' && !/^\+\d{7,15}$/.test(text) && node.attributes.byoc === undefined)
    problems.push(`${path}: "${text}" cannot be dialled without a trunk`)
  if (node.name === 'Sip' && !/^sip:[^@\s]+@[^@\s]+$/.test(text)) problems.push(`${path}: "${text}" is no SIP address`)
}

/** What stands after an end is never reached: a mistake of whoever wrote the document. */
function checkOrder(node: XmlElement, path: string, problems: string[], children: readonly XmlElement[]): void {
  if (node.name === 'Gather' && node.attributes.action === undefined) problems.push(`${path}: loops without an action`)
  if (node.name === 'Dial' && children.length === 0) problems.push(`${path}: dials nobody`)
  if (node.name === 'Dial' && children.length > 1 && children.some((child) => child.name === 'Conference'))
    problems.push(`${path}: a conference stands alone`)
  if (node.name !== 'Response') return
  const end = children.findIndex((child) => ['Hangup', 'Redirect', 'Reject'].includes(child.name))
  if (end !== -1 && end < children.length - 1) problems.push(`${path}: nothing is reached after ${children[end]?.name}`)
}

function fits(value: string, holds: Holds): boolean {
  switch (holds.is) {
    case 'text':
      return value !== '' && value.length <= (holds.longest ?? 4096)
    case 'url':
      return isAbsolute(value)
    case 'whole':
      return /^\d+$/.test(value) && Number(value) >= holds.least && Number(value) <= holds.most
    case 'one':
      return holds.of.includes(value)
    case 'list':
      return value.split(' ').every((each) => holds.of.includes(each))
  }
}

function isAbsolute(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return (protocol === 'https:' || protocol === 'http:') && !hostname.includes('_')
}
