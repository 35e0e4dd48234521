import { Button, Input } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type CSSProperties, lazy, type Ref, Suspense, useId, useImperativeHandle, useMemo, useRef } from 'react'
import type { Recipe } from '#contract/recipe'
import { useTexts } from '../../locales/use-texts.tsx'
import { PromptText } from '../../ui/prompt-text.tsx'
import { describeFlaw } from './describe-problem.ts'
import { plainEnds } from './line-ends.ts'
import type { PromptCodeProps, PromptHandle } from './prompt-code.tsx'
import styles from './prompt-editor.module.css'
import { flawsOf, type PromptFlaw } from './prompt-flaws.ts'
import { PromptPlain } from './prompt-plain.tsx'

/** The editor's library comes with the first editor. Where it cannot be had, a plain field does. */
const PromptCode = lazy(async () => {
  const loaded = await import('./prompt-code.tsx').catch(() => undefined)
  return { default: loaded?.PromptCode ?? PromptPlain }
})

type Props = {
  ref?: Ref<Pick<PromptHandle, 'insert'>>
  label: string
  description: string
  /** What keeps it from being saved, apart from what is underlined. */
  error: string | undefined
  value: string
  onChange: (value: string) => void
  variables: Recipe['variables']
  minLines: number
  maxLines: number
}

const shownFlaws = 3
/** Nobody wants to be corrected in the middle of a word. */
const settleMs = 800

/** A prompt that can be changed, with its variables coloured, completed and checked. */
export function PromptEditor({ ref, label, description, error, value, onChange, variables, ...lines }: Props) {
  const { editor: words } = useTexts().templates
  const id = useId()
  const code = useRef<PromptHandle>(null)
  const known = useMemo(
    () => [
      { name: 'persona', label: words.persona },
      ...Object.entries(variables).map(([name, { label }]) => ({ name, label })),
    ],
    [variables, words],
  )
  const [settled] = useDebouncedValue(value, settleMs)
  const checked = useMemo(() => plainEnds(settled), [settled])
  const flaws = useMemo(() => flawsOf(checked, Object.keys(variables)), [checked, variables])
  const isInvalid = error !== undefined || flaws.some(({ kind }) => kind === 'unknown')
  const described = [`${id}-description`, ...(error ? [`${id}-error`] : []), ...(flaws.length ? [`${id}-flaws`] : [])]
  const aria: PromptCodeProps['aria'] = {
    'aria-labelledby': `${id}-label`,
    'aria-describedby': described.join(' '),
    'aria-invalid': String(isInvalid),
  }

  useImperativeHandle(ref, () => ({ insert: (text) => code.current?.insert(text) }))

  return (
    <div className="stack s1">
      <Input.Wrapper
        id={id}
        label={label}
        labelElement="div"
        labelProps={{ onClick: () => code.current?.focus() }}
        description={description}
        error={error}
      >
        <div
          className={styles.editor}
          data-invalid={isInvalid}
          style={{ '--lines-least': lines.minLines, '--lines-most': lines.maxLines } as CSSProperties}
        >
          <Suspense fallback={<Waiting value={value} variables={Object.keys(variables)} />}>
            <PromptCode
              key={known.map(({ name }) => name).join()}
              ref={code}
              {...{ value, onChange, flaws, aria }}
              flawsOf={checked}
              variables={known}
            />
          </Suspense>
        </div>
      </Input.Wrapper>
      {flaws.length > 0 && (
        <Flaws id={`${id}-flaws`} flaws={flaws} text={checked} onMend={(fix) => code.current?.mend(fix, checked)} />
      )}
    </div>
  )
}

/** The text in its final place while the editor comes, which takes a moment. */
function Waiting({ value, variables }: { value: string; variables: string[] }) {
  return (
    <div className={styles.waiting}>
      <PromptText text={value} variables={variables} />
    </div>
  )
}

type FlawsProps = {
  id: string
  flaws: PromptFlaw[]
  text: string
  onMend: (fix: NonNullable<PromptFlaw['fix']>) => void
}

/** What is underlined, in sentences: a line under a word says nothing to whoever cannot point at it. */
function Flaws({ id, flaws, text, onMend }: FlawsProps) {
  const { edit, editor: words } = useTexts().templates
  const lineOf = (at: number) => text.slice(0, at).split('\n').length
  const isLong = text.includes('\n')
  return (
    <ul id={id} className={styles.flaws}>
      {flaws.slice(0, shownFlaws).map((flaw) => (
        <li key={`${flaw.from} ${flaw.kind}`} data-kind={flaw.kind}>
          <span>
            {isLong && `${words.line(lineOf(flaw.from))} `}
            {describeFlaw(flaw, edit)}
          </span>
          {flaw.fix && (
            <Button size="xs" onClick={() => flaw.fix && onMend(flaw.fix)}>
              {flaw.fix.insert.length > 1 ? words.use(flaw.fix.insert) : words.put(flaw.fix.insert)}
            </Button>
          )}
        </li>
      ))}
      {flaws.length > shownFlaws && <li className="faint">{words.more(flaws.length - shownFlaws)}</li>}
    </ul>
  )
}
