import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What an address of ours carries and nobody else can write. The carrier's signature covers the whole address as well, but not which
 * call it was written for, and not what the same account's other programs send.
 */
export type Signer = {
  readonly seal: (value: unknown) => string
  /** Undefined for anything that we did not sign for this purpose. */
  readonly open: (text: string | undefined) => unknown
}

/** A pattern for what `seal` writes, for a schema. */
export const signedPattern = '^[\\w-]+\\.[\\w-]{43}$'

/** `purpose` is part of the signature: what the same key signs elsewhere never passes here. Readable by who sees the address: never personal data. */
export function signer(key: string, purpose: string): Signer {
  const mark = (text: string): string => createHmac('sha256', key).update(`${purpose} ${text}`).digest('base64url')
  return {
    seal: (value) => {
      const text = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${text}.${mark(text)}`
    },
    open: (sealed) => {
      const [text = '', signature = ''] = (sealed ?? '').split('.')
      const right = mark(text)
      if (signature.length !== right.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(right)))
        return undefined
      return JSON.parse(Buffer.from(text, 'base64url').toString())
    },
  }
}
