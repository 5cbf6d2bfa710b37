import { Badge, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

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
  primaryShade: 8,
  colors: { sea },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '700' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ styles: { root: { letterSpacing: 0, flexShrink: 0 }, label: { overflow: 'visible' } } }),
  },
})

/** Quiet text and words on tinted ground that still read at 4.5 : 1 and better (WCAG 2.2, 1.4.3): Mantine's own are lighter. */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a636b',
    '--mantine-color-placeholder': '#6b747c',
    '--mantine-color-orange-light-color': '#8f3a00',
    '--mantine-color-red-light-color': '#a31d1d',
    '--mantine-color-blue-light-color': '#12548f',
    '--mantine-color-grape-light-color': '#7a2390',
  },
  dark: { '--mantine-color-dimmed': '#b0b7bd', '--mantine-color-placeholder': '#9aa2a9' },
})
