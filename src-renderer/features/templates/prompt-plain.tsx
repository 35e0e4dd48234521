import { Textarea } from '@mantine/core'
import { useImperativeHandle, useRef } from 'react'
import { keepLineEnds, plainEnds } from './line-ends.ts'
import type { PromptCodeProps } from './prompt-code.tsx'

/** The editor without its library: nothing is coloured or completed, and everything can be written. */
export function PromptPlain({ ref, value, onChange, aria }: PromptCodeProps) {
  const field = useRef<HTMLTextAreaElement>(null)

  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    insert(text) {
      const { selectionStart = 0, selectionEnd = 0, value: now = '' } = field.current ?? {}
      onChange(keepLineEnds(value, `${now.slice(0, selectionStart)}${text}${now.slice(selectionEnd)}`))
      field.current?.focus()
    },
    mend({ from, to, insert }, of) {
      if (plainEnds(value) !== of) return
      onChange(keepLineEnds(value, `${of.slice(0, from)}${insert}${of.slice(to)}`))
      field.current?.focus()
    },
  }))

  return (
    <Textarea
      ref={field}
      variant="unstyled"
      autosize
      minRows={2}
      maxRows={24}
      spellCheck={false}
      value={plainEnds(value)}
      onChange={(event) => onChange(keepLineEnds(value, event.currentTarget.value))}
      {...aria}
    />
  )
}
