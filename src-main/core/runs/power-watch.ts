import { AppError } from '#contract/errors'
import type { OnBattery } from '#contract/settings'
import type { PowerReading } from '../host.ts'

const readMs = 15_000
const lowCharge = 0.2
/** Good news is believed when it comes this often in a row: a charge near the limit, or a fan, makes it flicker. */
const calmReadings = 2

type Deps = {
  readPower: () => PowerReading
  onBattery: () => OnBattery
  /** The dataset that is being made; a try is none. */
  runningId: () => number | undefined
  /** Whether the model is free for a run that waits. */
  isFree: () => boolean
  pause: (runId: number, problem: AppError) => void
  /** Settles when the run goes on; rejects when it cannot. */
  resume: (runId: number) => Promise<void>
  log: (error: unknown) => void
}

export type PowerWatch = ReturnType<typeof createPowerWatch>

/** Pauses runs while battery or heat ask for it, and lets them go on afterwards, unless a person decided meanwhile. */
export function createPowerWatch({ readPower, onBattery, runningId, isFree, pause, resume, log }: Deps) {
  const held = new Set<number>()
  /** A run that was resumed in spite of the problem; it has its way until that is over. */
  let insisted: number | undefined
  let calm = 0
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    const problem = describePower(readPower(), onBattery())
    calm = problem ? 0 : calm + 1
    if (!problem) insisted = undefined
    const running = runningId()
    if (problem && running !== undefined && running !== insisted) {
      held.add(running)
      pause(running, problem)
    }
    const [waiting] = held
    if (waiting !== undefined && calm >= calmReadings && isFree()) {
      held.delete(waiting)
      await resume(waiting)
    }
    if (held.size === 0 && runningId() === undefined) stop()
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  return {
    /** A run begins or goes on; looks are taken until none is made and none is held. */
    start(): void {
      timer ??= setInterval(() => look().catch(log), readMs)
    },
    /** A person decided about this run. Tells whether it was held. */
    release: (runId: number): boolean => held.delete(runId),
    /** A person wants this run to go on, whatever the power is; so it is not paused again for the same reason. */
    insist(runId: number): void {
      if (held.delete(runId) || describePower(readPower(), onBattery())) insisted = runId
    },
    stop,
  }
}

/** Why a run should wait, in words; nothing while it may go on, and where the system does not tell. */
export function describePower(
  { isOnBattery, chargeShare, isHot }: PowerReading,
  onBattery: OnBattery,
): AppError | undefined {
  if (isHot) return paused('the computer is too hot', 'it has cooled')
  if (!isOnBattery || onBattery === 'go') return undefined
  if (chargeShare !== null && chargeShare < lowCharge) {
    return paused(`the battery is at ${Math.round(chargeShare * 100)} %`, 'the power is back')
  }
  return onBattery === 'pause' ? paused('the computer runs on its battery', 'the power is back') : undefined
}

function paused(why: string, until: string): AppError {
  return new AppError(
    'power',
    `Paused: ${why}. All finished rows are safe. The run goes on when ${until}, or resume it yourself.`,
  )
}
