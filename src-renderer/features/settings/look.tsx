import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useTexts } from '../../locales/use-texts.tsx'

export function Look() {
  const words = useTexts().settings.look
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <section className="stack s3" aria-labelledby="look">
      <h2 id="look" className="sect">
        {words.title}
      </h2>
      <div className="stack s1">
        <b id="theme">{words.theme}</b>
        <SegmentedControl
          aria-labelledby="theme"
          style={{ justifySelf: 'start' }}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: words[value] }))}
        />
        <p className="faint sm">{words.hint}</p>
      </div>
    </section>
  )
}
