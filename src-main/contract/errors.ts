export const errorCodes = [
  'bad-input',
  'unknown-route',
  'not-found',
  'busy',
  'bad-file',
  'bad-template',
  'changed-elsewhere',
  'in-bin',
  'prompt-too-long',
  'model-missing',
  'model-unusable',
  'engine-crashed',
  'engine-stuck',
  'power',
  'app-closed',
  'output-exists',
  'not-writable',
  'disk-full',
  'library-locked',
  'library-damaged',
  'database-too-new',
  'port-taken',
  'forbidden',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** A failure that was foreseen: the message says what happened, what was kept, what to do. Anything else crosses a boundary as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}

export type Reply<T = unknown> = { ok: true; value: T } | { ok: false; error: { code: ErrorCode; message: string } }

/** What is told of a failure that nobody foresaw; the log has the rest. */
export const unforeseen = {
  code: 'internal',
  message:
    'The app met an error of its own. What was stored is safe. Try again; if it stays, the file loom.log in the library’s folder tells more.',
} as const satisfies Extract<Reply, { ok: false }>['error']
