import { AppError } from '#contract/errors'

/** On older ones the database's library ends the process without a word. */
const leastMajor = 24

/** Refuses to begin on a Node that the app does not run on. */
export function checkNode(version: string = process.versions.node): void {
  if (Number.parseInt(version, 10) >= leastMajor) return
  throw new AppError(
    'bad-input',
    `This is Node ${version}, and Persona Loom needs Node ${leastMajor} or newer. Nothing was changed. Start it with npm, which uses the Node that came with it: npm run --silent loom -- --help`,
  )
}
