import { AppError, type Reply, unforeseen } from '#contract/errors'
import { type Handlers, type RouteName, routes } from '#contract/index'
import { describeDatabaseError } from './db/database-error.ts'
import { describeIssue } from './describe-issue.ts'

/** The one door into the core. Every host hands it an untrusted name and input and sends back the reply. */
export async function dispatch(
  handlers: Handlers,
  name: string,
  input: unknown,
  logUnexpected: (error: unknown) => void,
): Promise<Reply> {
  try {
    if (!Object.hasOwn(routes, name)) throw new AppError('unknown-route', `No route is called ${name}.`)
    const parsed = routes[name as RouteName].input.safeParse(input)
    if (!parsed.success) throw new AppError('bad-input', describeIssue(parsed.error.issues[0], input))
    // The lookup above ties the name to its input; TypeScript cannot follow that through a union.
    const handle = handlers[name as RouteName] as (input: unknown) => unknown
    return { ok: true, value: await handle(parsed.data) }
  } catch (error) {
    const foreseen = error instanceof AppError ? error : describeDatabaseError(error)
    if (foreseen) return { ok: false, error: { code: foreseen.code, message: foreseen.message } }
    logUnexpected(error)
    return { ok: false, error: unforeseen }
  }
}
