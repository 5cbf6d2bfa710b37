import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Deep green of the sea: calm, and dark enough for white text at shade 8 (contrast 5.6 : 1). */
const sea: MantineColorsTuple = [
  '#ecf6f5',
  '#d8eae8',
  '#add5d1',
  '#7fbfb9',
  '#58aca5',
  '#3fa098',
  '#2f9a91',
  '#1c867d',
  '#00706a',
  '#005a55',
]

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 7 },
  colors: { sea },
  fontFamily: "'Plus Jakarta Sans Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Plus Jakarta Sans Variable', system-ui, sans-serif", fontWeight: '700' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})
