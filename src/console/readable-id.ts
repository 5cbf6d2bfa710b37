/** `catat_laporan` -> `Catat laporan`: ids are written by people, in words. For what has no name of its own. */
export function readableId(id: string): string {
  const words = id.replaceAll(/[_.]+/g, ' ').trim()
  return words === '' ? id : words.charAt(0).toUpperCase() + words.slice(1)
}
