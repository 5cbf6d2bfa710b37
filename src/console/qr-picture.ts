import { correction, generate } from 'lean-qr'
import { toSvgDataURL } from 'lean-qr/extras/svg'

/** A QR code as an SVG in a `data:` address, for an `img`. Dark on light in both colour schemes: cameras want it so. */
export const qrPicture = (text: string): string =>
  toSvgDataURL(generate(text, { minCorrectionLevel: correction.M }), { on: '#000', off: '#fff', pad: 4, scale: 4 })
