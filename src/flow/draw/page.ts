/** A drawn SVG on a sheet of A4, landscape: scaled to fit with a margin, never cut. */

const SHEET = { width: 297, height: 210, margin: 8 }
const MILLIMETRES_A_POINT = 25.4 / 72

export type Sheet = {
  readonly svg: string
  /** Printed size of a letter that was drawn `fontPoints` high, in points. */
  readonly printedPoints: number
}

/** Throws when the text is not an SVG with a view box: then the drawing library has changed. */
export function onSheet(svg: string, fontPoints: number): Sheet {
  const box = /viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"/.exec(svg)?.slice(1).map(Number)
  const head = /<svg[^>]*>/s.exec(svg)
  if (box === undefined || head === null) throw new Error('the drawing is no SVG with a view box')
  const [x = 0, y = 0, width = 1, height = 1] = box
  const inner = { width: SHEET.width - 2 * SHEET.margin, height: SHEET.height - 2 * SHEET.margin }
  const scale = Math.min(inner.width / width, inner.height / height, MILLIMETRES_A_POINT * 1.2)
  const sheet = { width: SHEET.width / scale, height: SHEET.height / scale }
  const left = x - (sheet.width - width) / 2
  const top = y - (sheet.height - height) / 2
  const view = [left, top, sheet.width, sheet.height].map((side) => side.toFixed(2)).join(' ')
  const open = `<svg width="${SHEET.width}mm" height="${SHEET.height}mm" viewBox="${view}" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`
  const rest = svg.slice(head.index + head[0].length)
  const printedPoints = (fontPoints * scale) / MILLIMETRES_A_POINT
  return { svg: `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n${open}${rest}`, printedPoints }
}
