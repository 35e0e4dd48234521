import { AppError, type Reply, unforeseen } from '#contract/errors'
import { type Handlers, type RouteName, routes } from '#contract/index'
import { describeDatabaseError } from './db/database-error.ts'

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

type Issue = { code: string; path: PropertyKey[]; message: string; maximum?: number | bigint }

/** What is wrong with an input, in words: the place is named as a person would, and a length is told with its limit. */
function describeIssue(issue: Issue | undefined, input: unknown): string {
  if (!issue || issue.path.length === 0) return issue?.message ?? 'The request was not understood.'
  const place = issue.path.filter((key) => typeof key === 'string').at(-1) ?? issue.path.join('.')
  const name = place.replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`)
  const value = issue.path.reduce<unknown>((within, key) => (within as Record<PropertyKey, unknown>)?.[key], input)
  if (issue.code === 'too_big' && typeof value === 'string') {
    const [has, most] = [value.length, Number(issue.maximum)].map((count) => count.toLocaleString('en'))
    return `The ${name} has ${has} letters, and ${most} are the most. Nothing was stored. Shorten it, or leave something out.`
  }
  return `The ${name} cannot be taken (${issue.message}). Nothing was stored.`
}
