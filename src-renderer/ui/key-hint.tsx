import styles from './key-hint.module.css'

/** A key as it is printed on its button or in a status bar: `<KeyHint keys="Ctrl K" />`. */
export function KeyHint({ keys }: { keys: string }) {
  // Where single letters are switched off, nothing prints them.
  return <kbd className={`${styles.key} ${keys.length === 1 ? styles.letter : ''}`}>{keys}</kbd>
}
