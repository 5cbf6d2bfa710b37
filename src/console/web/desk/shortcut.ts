import { useEffect, useRef } from 'react'

/** Function keys: nobody types them by accident into a form. Shown on the buttons that they press. */
export const keys = { accept: 'F2', hold: 'F4', mute: 'F8', end: 'F9' } as const
export type ShortcutKey = (typeof keys)[keyof typeof keys]

/** Does it on the key as long as it may be done. A key that is held down counts once. */
export function useShortcut(key: ShortcutKey, act: (() => void) | null): void {
  const present = useRef(act)
  present.current = act
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== key || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (present.current === null) return
      event.preventDefault()
      present.current()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [key])
}
