import { Button, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { type MouseEvent, useEffect, useRef } from 'react'
import type { Run, RunStatus } from '#contract/runs'
import { useIsAway } from '../../client/api.tsx'
import { useRequest } from '../../client/use-request.ts'
import { useOtherRun } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { PaceSwitch } from '../../ui/pace-switch.tsx'
import { quietOff } from '../../ui/quiet-off.ts'
import { MakeMissing } from './retry-button.tsx'
import type { RunCommands } from './use-run-commands.ts'

/** A press that comes so soon after Pause has gone was meant for it. */
const lateMs = 1000

/** Pause and Resume: what stands beside them keeps its place. */
const sameWidth = '7rem'

type Props = { run: Run; commands: RunCommands }

/** What can be done to a run as it stands. */
export function RunActions({ run, commands }: Props) {
  const { run: words } = useTexts()
  const { pause, resume, retry, stop, changePace } = commands
  const { data: settings } = useRequest('settings.show', {})
  const runId = run.id
  const [lastStatus] = useDebouncedValue(run.status, lateMs)
  const isTooSoon = lastStatus !== run.status
  const isAway = useIsAway()
  const other = useOtherRun(runId)
  const { button, hold } = useSameFocus(run.status)
  if (run.status === 'stopped') return <MakeMissing run={run} retry={retry} isTooSoon={isTooSoon} />
  if (run.status === 'finished') return null
  return (
    <>
      <PaceSwitch
        isInHead
        pace={settings?.pace}
        isChanging={changePace.isPending}
        onChange={(pace) => changePace.mutate({ pace })}
      />
      <Tooltip label={words.stopHint}>
        <Button
          leftSection={<IconPlayerStop size={16} stroke={1.5} aria-hidden />}
          loading={stop.isPending}
          {...quietOff(isAway)}
          onClick={() => isAway || stop.mutate({ runId })}
        >
          {words.stop}
        </Button>
      </Tooltip>
      {run.status === 'running' ? (
        <Tooltip label={words.pauseHint}>
          <Button
            ref={button}
            miw={sameWidth}
            leftSection={<IconPlayerPause size={16} stroke={1.5} aria-hidden />}
            loading={pause.isPending}
            {...quietOff(isAway)}
            onClick={firstOf(() => {
              if (isAway) return
              hold()
              pause.mutate({ runId })
            })}
          >
            {words.pause}
          </Button>
        </Tooltip>
      ) : (
        <Tooltip label={other && words.otherIsWritten(other.name)} disabled={!other}>
          <Button
            ref={button}
            variant="filled"
            miw={sameWidth}
            leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
            loading={resume.isPending}
            {...quietOff(isTooSoon || isAway || other !== undefined)}
            onClick={firstOf(() => {
              if (isTooSoon || isAway || other) return
              hold()
              resume.mutate({ runId })
            })}
          >
            {words.resume}
          </Button>
        </Tooltip>
      )}
    </>
  )
}

/** The button that takes the place of the one that was pressed has the focus of that one, unless it went elsewhere meanwhile. */
function useSameFocus(status: RunStatus) {
  const button = useRef<HTMLButtonElement>(null)
  const heldAt = useRef<RunStatus>(undefined)
  // With each drawing: the button is off while its press is under way, and back before the other one comes.
  useEffect(() => {
    if (heldAt.current === undefined) return
    if (document.activeElement === document.body) button.current?.focus()
    if (status !== heldAt.current) heldAt.current = undefined
  })
  return {
    button,
    hold: () => {
      heldAt.current = status
    },
  }
}

/** Pause and Resume take each other's place: the second press of a double click is meant for neither. */
function firstOf(act: () => void) {
  return ({ detail: clicks }: MouseEvent) => {
    if (clicks < 2) act()
  }
}
