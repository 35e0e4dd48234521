import { createContext, type ReactNode, use } from 'react'
import { en } from './en.ts'

export type Texts = typeof en

const TextsContext = createContext<Texts>(en)

export function TextsProvider({ texts, children }: { texts: Texts; children: ReactNode }) {
  return <TextsContext value={texts}>{children}</TextsContext>
}

/** Every word that people read, and `format` for figures. A part of the app has its own branch: `useTexts().home`. */
export function useTexts(): Texts {
  return use(TextsContext)
}
