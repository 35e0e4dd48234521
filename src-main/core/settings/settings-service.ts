import type { Handlers, Publish } from '#contract/index'
import { OnBattery, Pace, type Settings } from '#contract/settings'
import type { SettingsRepository } from './settings-repository.ts'

type Deps = {
  settings: SettingsRepository
  publish: Publish
  /** Gets what was named, changed or not. */
  onChange: (named: { pace?: Pace | undefined; onBattery?: OnBattery | undefined }) => void
}

export function createSettingsService({ settings, publish, onChange }: Deps) {
  /** A value that this version does not know, as a newer one may store, counts as not set. */
  function current(): Settings {
    const { pace, onBattery } = settings.all()
    return {
      pace: Pace.catch('full').parse(pace),
      onBattery: OnBattery.catch('low').parse(onBattery),
    }
  }

  return {
    current,
    handlers: {
      'settings.show': current,
      'settings.change'(changes) {
        settings.put(changes)
        onChange(changes)
        const after = current()
        publish('settings.changed', after)
        return after
      },
    } satisfies Partial<Handlers>,
  }
}
