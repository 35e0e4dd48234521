import { AppError, type Reply } from '#contract/errors'

export const noAnswer = {
  ok: false,
  error: {
    code: 'internal',
    message:
      'The app does not answer just now. What was stored is safe. Try again when it does; if it stays away, start it again.',
  },
} satisfies Reply

/** Whether something was refused for want of an answer only: once the app answers again, that is over. */
export function isNoAnswer(error: unknown): boolean {
  return error instanceof AppError && error.message === noAnswer.error.message
}
