import styles from './key-hint.module.css'

type Props = {
  keys: string
  /** Printed for the eye alone: the name of a button is what it does. */
  isSilent?: boolean
}

/** A key as it is printed on its button or in a status bar: `<KeyHint keys="Ctrl K" />`. */
export function KeyHint({ keys, isSilent = false }: Props) {
  // Where single letters are switched off, nothing prints them.
  return (
    <kbd className={`${styles.key} ${keys.length === 1 ? styles.letter : ''}`} aria-hidden={isSilent || undefined}>
      {keys}
    </kbd>
  )
}
