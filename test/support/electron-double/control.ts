/** How a test reaches into the double: messages over the channel of the process that it forked. */
export type Answer = { kind: 'message' | 'save'; result: unknown }

export type FromTest =
  | { type: 'answer'; answer: Answer }
  | { type: 'menu'; label: string }
  | { type: 'close' }
  /** As the system's own quit, Cmd Q. */
  | { type: 'quit' }
  | { type: 'crash' }
  /** A page at `url` wants to do what needs a permission. */
  | { type: 'permission'; permission: string; url: string }

export type ToTest =
  | { type: 'shown' }
  | { type: 'dialog'; kind: Answer['kind'] | 'error'; options: Record<string, unknown> }
  | { type: 'blocker'; isOn: boolean }
  | { type: 'focus' }
  /** Every entry of the menu bar that has a key, also those that Electron gives. */
  | { type: 'menu'; keys: { label: string; accelerator: string }[] }
  | { type: 'permission'; permission: string; url: string; isChecked: boolean; isGranted: boolean }
  /** A request or a navigation that left the app's own pages, and whether the app stopped it. */
  | { type: 'stranger'; url: string; isStopped: boolean }

const answers: Answer[] = []
const listeners = new Map<FromTest['type'], (message: never) => void>()

export function tell(message: ToTest): void {
  process.send?.(message)
}

export function hear<T extends FromTest['type']>(
  type: T,
  listener: (message: Extract<FromTest, { type: T }>) => void,
): void {
  listeners.set(type, listener)
}

hear('answer', ({ answer }) => void answers.push(answer))
process.on('message', (message: FromTest) => listeners.get(message.type)?.(message as never))

/** What a person would have chosen in a dialog; the test says it before the dialog opens. */
export function askPerson(kind: Answer['kind'], options: Record<string, unknown>): unknown {
  tell({ type: 'dialog', kind, options })
  const at = answers.findIndex((answer) => answer.kind === kind)
  if (at < 0) throw new Error(`electron double: nobody answers the dialog ${kind}: ${JSON.stringify(options)}`)
  return answers.splice(at, 1)[0]?.result
}
