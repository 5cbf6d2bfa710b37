import { Paper, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** One part of the room, under its name. */
export const Panel = ({ title, className, children }: { title: string; className?: string; children: ReactNode }) => (
  <Paper withBorder p="md" component="section" aria-label={title} className={className}>
    <Title order={2} fz="md" mb="sm">
      {title}
    </Title>
    {children}
  </Paper>
)

/** Seconds from a moment to another, both of the server's clock. */
export const secondsFrom = (at: string, now: number): number => Math.max(0, (now - Date.parse(at)) / 1000)
