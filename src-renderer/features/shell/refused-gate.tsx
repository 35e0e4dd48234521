import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './refused-gate.module.css'

/**
 * Lies over the page while the app does not know it. The page stays beneath with what was typed and cannot be used:
 * neither by the pointer nor by a key, as Escape there would close an editor.
 */
export function RefusedGate() {
  const words = useTexts().shell.refused
  const titleId = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    current?.showModal()
    return () => current?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={styles.gate}
      aria-labelledby={titleId}
      // Dialogs beneath hear keys before anybody else, and leave alone what comes from here.
      data-mantine-stop-propagation="true"
      onKeyDown={keepKey}
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id={titleId}>{words.title}</h2>
      <p className="dim">{words.text}</p>
      <p className="dim">{words.after}</p>
    </dialog>
  )
}

function keepKey(event: KeyboardEvent): void {
  event.stopPropagation()
  if (event.key === 'Escape') event.preventDefault()
}
