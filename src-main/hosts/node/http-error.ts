import { AppError, type ErrorCode } from '#contract/errors'

/** A refusal that is the road's own, with the HTTP status that says so. */
export class HttpError extends AppError {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(status: number, code: ErrorCode, message: string, headers: Record<string, string> = {}) {
    super(code, message)
    this.name = 'HttpError'
    this.status = status
    this.headers = headers
  }
}
