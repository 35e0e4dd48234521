import { Button } from '@mantine/core'
import { AppError } from '#contract/errors'
import { useTexts } from '../locales/use-texts.tsx'
import { Say } from './say.tsx'

type Props = {
  /** What a request was refused with. */
  error: Error
  onRetry?: (() => void) | undefined
  /** The button's word, where trying again is more than that. */
  retryLabel?: string | undefined
  onClose?: (() => void) | undefined
}

/** A refusal in the core's own words: its first sentence says what happened, the rest what was kept and what to do. */
export function SayError({ error, onRetry, retryLabel, onClose }: Props) {
  const { common } = useTexts()
  const [title, kept] = splitSentences(error.message)
  return (
    <Say
      tone="red"
      title={title}
      kept={kept}
      details={`${error instanceof AppError ? error.code : error.name}: ${error.message}`}
      {...(onClose ? { onClose } : {})}
    >
      {onRetry && <Button onClick={onRetry}>{retryLabel ?? common.error.retry}</Button>}
    </Say>
  )
}

/** The first sentence, and what follows it. A full stop inside a file's name ends nothing. */
export function splitSentences(message: string): [first: string, rest: string | undefined] {
  const [, first, rest] = /^(.+?[.!?])\s+(?=[\p{Lu}“"])(.+)$/su.exec(message) ?? []
  return first === undefined ? [message, undefined] : [first, rest]
}
