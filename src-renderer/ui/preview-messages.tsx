import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '#contract/index'
import type { ChatMessage } from '#contract/templates'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './preview-messages.module.css'
import { FilledText } from './prompt-text.tsx'

type Props = Output<'template.preview'> & { personaText: string }

/** The messages as a conversation; the persona that was put in is marked. */
export function PreviewMessages({ messages, start, words: count, personaText }: Props) {
  const { templates } = useTexts()
  const words = templates.preview
  const last = messages.length - 1
  return (
    <>
      {messages.map(({ role, content }, at) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are fixed by their place
          key={at}
          className={`${styles.bubble} ${role === 'assistant' ? styles.answer : ''}`}
        >
          <h3>{headingOf(role, at === last, words)}</h3>
          <LongMessage content={content} filled={at === last ? personaText : ''} />
        </section>
      ))}
      <section className={`${styles.bubble} ${styles.out} ${styles.answer}`}>
        <h3>{start ? words.start : words.startFree}</h3>
        {start && <b>{start}</b>}
      </section>
      <p className="faint sm">{words.words(count)}</p>
    </>
  )
}

function headingOf(
  role: ChatMessage['role'],
  isLast: boolean,
  words: ReturnType<typeof useTexts>['templates']['preview'],
) {
  if (role === 'system') return words.system
  if (role === 'assistant') return words.assistant
  return isLast ? words.user : words.userExample
}

const longLength = 1500
const shownEnds = 400

/** A long message shows its beginning and its end, where the persona stands. */
function LongMessage({ content, filled }: { content: string; filled: string }) {
  const { common } = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  if (content.length <= longLength || isWhole) return <FilledText text={content} filled={filled} />
  return (
    <>
      <FilledText text={`${content.slice(0, shownEnds)}…`} filled={filled} />
      <p>
        <Button size="xs" variant="subtle" ml={-8} onClick={() => setIsWhole(true)}>
          {common.readWhole}
        </Button>
      </p>
      <FilledText text={`…${content.slice(-shownEnds - filled.length)}`} filled={filled} />
    </>
  )
}
