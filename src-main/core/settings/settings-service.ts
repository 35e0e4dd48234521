import type { Handlers, Publish } from '#contract/index'
import { OnBattery, Pace, Settings } from '#contract/settings'
import type { SettingsRepository } from './settings-repository.ts'

type Deps = {
  settings: SettingsRepository
  publish: Publish
  /** Gets what was named, changed or not. */
  onChange: (named: { pace?: Pace | undefined }) => void
}

const { parallel: Parallel, threads: Threads, letterKeys: LetterKeys } = Settings.shape

export function createSettingsService({ settings, publish, onChange }: Deps) {
  /** A value that this version does not know, as a newer one may store, counts as not set. */
  function current(): Settings {
    const { pace, onBattery, parallel, threads, letterKeys } = settings.all()
    return {
      pace: Pace.catch('full').parse(pace),
      onBattery: OnBattery.catch('low').parse(onBattery),
      parallel: Parallel.catch(null).parse(parallel ?? null),
      threads: Threads.catch(null).parse(threads ?? null),
      letterKeys: LetterKeys.catch(true).parse(letterKeys),
    }
  }

  function told(named: { pace?: Pace | undefined }): Settings {
    onChange(named)
    const after = current()
    publish('settings.changed', after)
    return after
  }

  return {
    current,
    handlers: {
      'settings.show': current,
      'settings.change'(changes) {
        settings.put(changes)
        return told(changes)
      },
      'settings.reset'() {
        settings.clear()
        return told(current())
      },
    } satisfies Partial<Handlers>,
  }
}
