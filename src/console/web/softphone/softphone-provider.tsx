import { type ReactNode, useEffect, useState } from 'react'
import { chosenLine } from './chosen-line.ts'
import { SoftphoneContext } from './use-softphone.ts'

/** Gives the page its one softphone. The library of a line is loaded when the line is first started. */
export function SoftphoneProvider({ children }: { readonly children: ReactNode }) {
  const [line] = useState(chosenLine)
  useEffect(() => () => line.stop(), [line])
  return <SoftphoneContext value={line}>{children}</SoftphoneContext>
}
