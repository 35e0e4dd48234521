type Answer = { error: Error | null; refetch: () => unknown }

/**
 * What a page could not read: the first refusal among its answers, with a way to ask again for each that was refused.
 * Undefined where all is well.
 */
export function firstError(...answers: readonly Answer[]): { error: Error; onRetry: () => void } | undefined {
  const refused = answers.filter(({ error }) => error !== null)
  const error = refused[0]?.error
  return error ? { error, onRetry: () => refused.forEach(({ refetch }) => void refetch()) } : undefined
}
