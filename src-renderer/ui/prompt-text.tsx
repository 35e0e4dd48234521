import styles from './prompt-text.module.css'

type Props = {
  text: string
  /** Declared variables besides the persona; any other braces are plain text. */
  variables?: readonly string[]
}

/** A prompt with its holes drawn: the persona's solid, a variable's dotted, so that greyscale tells them apart. */
export function PromptText({ text, variables = [] }: Props) {
  const pieces = text.split(/(\{[a-z][a-z0-9_]*\})/i)
  return (
    <span className={styles.prompt}>
      {pieces.map((piece, at) => {
        const name = /^\{(.+)\}$/.exec(piece)?.[1]
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
        if (name === 'persona') return <VariableName key={at} name={name} isPersona />
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        if (name !== undefined && variables.includes(name)) return <VariableName key={at} name={name} />
        return piece
      })}
    </span>
  )
}

/** A variable's name as it is drawn inside prompts. */
export function VariableName({ name, isPersona }: { name: string; isPersona?: boolean }) {
  return <span className={isPersona ? styles.persona : styles.other}>{name}</span>
}

/** A text with every occurrence of an inserted one marked, to show where the persona went. */
export function FilledText({ text, filled }: { text: string; filled: string }) {
  const pieces = filled === '' ? [text] : text.split(filled)
  return (
    <span className={styles.prompt}>
      {pieces.map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
        <span key={at}>
          {at > 0 && <span className={styles.filled}>{filled}</span>}
          {piece}
        </span>
      ))}
    </span>
  )
}
