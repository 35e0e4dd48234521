import { useEffect, useEffectEvent } from 'react'
import { bridge, type MenuCommand } from './bridge-transport.ts'

/** Does what an entry of the window's own menu bar stands for; a browser has none. */
export function useMenuCommand(command: MenuCommand, act: () => void): void {
  const onCommand = useEffectEvent((given: MenuCommand) => {
    if (given === command) act()
  })
  useEffect(() => bridge?.onCommand((given) => onCommand(given)), [])
}
