import { type MantineColorScheme, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core'
import { useSettings } from '../../client/use-settings.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'

export function Look() {
  const words = useTexts().settings.look
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { settings, change, isChanging, error, unread } = useSettings()
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
      {unread && <SayError {...unread} />}
      {error && <SayError error={error} />}
      <div className="stack s1">
        <Switch
          label={words.letterKeys}
          aria-describedby="letter-keys"
          checked={settings?.letterKeys ?? true}
          disabled={!settings || isChanging}
          onChange={({ currentTarget: { checked } }) => change({ letterKeys: checked })}
        />
        <p id="letter-keys" className="faint sm">
          {words.letterKeysHint}
        </p>
      </div>
    </section>
  )
}
