import { Radio } from '@mantine/core'
import type { OnBattery } from '#contract/settings'
import { useSettings } from '../../client/use-settings.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { PaceSwitch } from '../../ui/pace-switch.tsx'
import { SayError } from '../../ui/say-error.tsx'

/** How much of the computer the model takes, and when it waits. */
export function Work() {
  const words = useTexts().settings.work
  const { settings, change, isChanging, error } = useSettings()
  return (
    <section className="stack s3" aria-labelledby="work">
      <h2 id="work" className="sect">
        {words.title}
      </h2>
      {error && <SayError error={error} />}
      <div className="stack s1">
        <PaceSwitch pace={settings?.pace} isChanging={isChanging} onChange={(pace) => change({ pace })} />
        <p className="faint sm">{words.paceHint}</p>
      </div>
      <Radio.Group
        label={words.onBattery}
        description={words.onBatteryHint}
        value={settings?.onBattery ?? null}
        onChange={(value) => change({ onBattery: value as OnBattery })}
      >
        <div className="stack s1">
          {(['low', 'pause', 'go'] as const).map((value) => (
            <Radio key={value} value={value} label={words[value]} disabled={!settings || isChanging} />
          ))}
        </div>
      </Radio.Group>
      <p className="faint sm">{words.heatHint}</p>
    </section>
  )
}
