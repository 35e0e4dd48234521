import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react'

/** What the app makes of a file, told by the ending of its name. */
export type FileUse = 'personas' | 'model' | 'template'

const endings: Record<FileUse, RegExp> = {
  personas: /\.(jsonl|ndjson|json|csv|tsv|txt)$/i,
  model: /\.gguf$/i,
  template: /\.(ya?ml|py)$/i,
}

/** Undefined for a file of another kind. */
export function fileUseOf(name: string): FileUse | undefined {
  return (Object.keys(endings) as FileUse[]).find((use) => endings[use].test(name))
}

type Dropped = { use: FileUse; file: File }
type Hand = { dropped: Dropped | undefined; hand: (dropped: Dropped | undefined) => void }

const Dropped = createContext<Hand>({ dropped: undefined, hand: () => {} })

/** Carries a file from where it was dropped to the page that knows what to do with it. */
export function DroppedFileProvider({ children }: { children: ReactNode }) {
  const [dropped, hand] = useState<Dropped>()
  return <Dropped value={{ dropped, hand }}>{children}</Dropped>
}

export const useHandFile = () => useContext(Dropped).hand

/** Gets each file of one use that is dropped anywhere on the app, once. */
export function useDroppedFile(use: FileUse, onFile: (file: File) => void): void {
  const { dropped, hand } = useContext(Dropped)
  const take = useEffectEvent((file: File) => {
    hand(undefined)
    onFile(file)
  })
  useEffect(() => {
    if (dropped?.use === use) take(dropped.file)
  }, [dropped, use])
}
