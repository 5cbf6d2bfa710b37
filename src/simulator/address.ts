/** `sip:user@host;transport=tcp?X-Header=1` without its parameters and headers; other addresses as they are. */
export function bareAddress(address: string): string {
  const trimmed = address.trim()
  return /^sips?:/i.test(trimmed) ? (trimmed.split(/[;?]/)[0] ?? trimmed).replace(/^sips:/i, 'sip:') : trimmed
}

export function isNumber(address: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(address)
}

/** 110, 112, 119 and the like: cannot be dialled without a trunk of our own carrier. */
export function isShortCode(address: string): boolean {
  return /^\d{3,6}$/.test(address)
}

/** True when a phone with address `own` is what `dialled` reaches; a short code over a trunk reaches the SIP user of that name. */
export function reaches(dialled: string, own: string): boolean {
  const target = bareAddress(dialled)
  if (target === own) return true
  return isShortCode(target) && own.startsWith(`sip:${target}@`)
}
