import { Button, NumberInput, Radio } from '@mantine/core'
import { useState } from 'react'
import type { OnBattery } from '#contract/settings'
import { useSettings } from '../../client/use-settings.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { PaceSwitch } from '../../ui/pace-switch.tsx'
import { SayError } from '../../ui/say-error.tsx'
import styles from './settings-page.module.css'

/** How much of the computer the model takes, and when it waits. */
export function Work() {
  const words = useTexts().settings.work
  const { settings, change, reset, isChanging, error, unread } = useSettings()
  return (
    <section className="stack s3" aria-labelledby="work">
      <h2 id="work" className="sect">
        {words.title}
      </h2>
      {unread && <SayError {...unread} />}
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
      {settings && (
        <div className={styles.counts}>
          {(['parallel', 'threads'] as const).map((name) => (
            <CountSetting
              key={`${name} ${settings[name]}`}
              {...words[name]}
              value={settings[name]}
              disabled={isChanging}
              onChange={(value) => change({ [name]: value })}
            />
          ))}
        </div>
      )}
      <div>
        <Button variant="default" loading={isChanging} onClick={reset}>
          {words.reset}
        </Button>
      </div>
    </section>
  )
}

type CountProps = {
  label: string
  hint: string
  placeholder: string
  most: number
  value: number | null
  disabled: boolean
  onChange: (value: number | null) => void
}

/** A number that is measured where it is left empty; stored when the field is left, not with each digit. */
function CountSetting({ label, hint, placeholder, most, value, disabled, onChange }: CountProps) {
  const [typed, setTyped] = useState<number | string>(value ?? '')
  const wanted = typed === '' ? null : Number(typed)
  return (
    <NumberInput
      {...{ label, placeholder, disabled }}
      description={hint}
      min={1}
      max={most}
      allowDecimal={false}
      clampBehavior="strict"
      value={typed}
      onChange={setTyped}
      onBlur={() => wanted !== value && onChange(wanted)}
    />
  )
}
