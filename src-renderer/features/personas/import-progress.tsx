import { Progress } from '@mantine/core'
import { useTexts } from '../../locales/use-texts.tsx'

type Props = { fileName: string; lines: number; added: number; share: number | null }

/** Third step. Without a known share the bar stands still and the numbers tell. */
export function ImportProgress({ fileName, lines, added, share }: Props) {
  const { personaImport: words } = useTexts()
  return (
    <div className="stack">
      <h3>{words.reading(fileName)}</h3>
      <Progress value={(share ?? 0) * 100} aria-label={words.reading(fileName)} />
      <p className="dim num">{words.progress(lines, added)}</p>
      <p className="faint sm">{words.goesOn}</p>
    </div>
  )
}
