import type { ReactNode } from 'react'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './template-page.module.css'

/** What an example was written for, behind its persona; nothing where that is what the template begins with. */
export function ExampleBackground({ text = '' }: { text?: string | undefined }) {
  return text && <span className="dim">{`\n\n${text.trim()}`}</span>
}

/** A table of examples: each row has its persona and its good answer. */
export function ExampleFrame({ children }: { children: ReactNode }) {
  const { columns } = useTexts().templates
  return (
    <div className="card none">
      <table className={`grid ${styles.examples}`}>
        <colgroup>
          <col style={{ width: '40%' }} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{columns.persona}</th>
            <th scope="col">{columns.answer}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
