import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Seals personal data for storage and finds it again without opening it. */
export type Sealer = {
  /** AES-256-GCM under a fresh nonce. `purpose` names the column: a value moved to another column does not open. */
  seal(text: string, purpose: string): Buffer
  /** Throws when the key is unknown or a byte was changed. */
  open(sealed: Uint8Array, purpose: string): string
  /** HMAC-SHA-256: the same text gives the same key, and without the secret nobody can make one. */
  index(text: string): Buffer
}

// Layout of a sealed value: format (1), key id (4), nonce (12), tag (16), ciphertext.
const format = 1
const keyIdEnd = 5
const nonceEnd = keyIdEnd + 12
const tagEnd = nonceEnd + 16

const derive = (secret: string, info: string, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, 'sahut', info, length))

type Key = { readonly id: Buffer; readonly key: Buffer }

const sealingKey = (secret: string): Key => ({
  id: derive(secret, 'citizens key id', 4),
  key: derive(secret, 'citizens seal', 32),
})

/**
 * All keys are derived (HKDF, RFC 5869) from the house's secret. Values sealed under `earlier` secrets still open;
 * the index knows only the present one, so that changing the secret means indexing the rows again.
 */
export function createSealer(secret: string, earlier: readonly string[] = []): Sealer {
  const present = sealingKey(secret)
  const keys = new Map([present, ...earlier.map(sealingKey)].map((key) => [key.id.toString('hex'), key.key]))
  const indexKey = derive(secret, 'citizens index', 32)

  return {
    seal(text, purpose) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', present.key, nonce).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(format), present.id, nonce, cipher.getAuthTag(), body])
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed)
      const key = keys.get(bytes.subarray(1, keyIdEnd).toString('hex'))
      if (bytes[0] !== format || key === undefined)
        throw new Error('Sealed under a secret that this house does not hold')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(keyIdEnd, nonceEnd), { authTagLength: 16 })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(nonceEnd, tagEnd))
      return decipher.update(bytes.subarray(tagEnd), undefined, 'utf8') + decipher.final('utf8')
    },
    index: (text) => createHmac('sha256', indexKey).update(text).digest(),
  }
}
