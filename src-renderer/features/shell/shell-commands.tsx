import { usePauseOrResume } from '../../client/use-pause-or-resume.ts'
import { sayRefusal } from '../../ui/say-refusal.ts'
import { Palette } from './palette.tsx'
import { ShellKeys } from './shell-keys.tsx'

type Props = { finds: boolean; onFinds: (finds: boolean) => void }

/** What can be done from every page, by keys and from the palette. Both pause and go on with the same dataset. */
export function ShellCommands({ finds, onFinds }: Props) {
  const { step, press } = usePauseOrResume(sayRefusal)
  return (
    <>
      <Palette opened={finds} onChange={onFinds} pauseOrResume={step} />
      <ShellKeys onPauseOrResume={press} />
    </>
  )
}
