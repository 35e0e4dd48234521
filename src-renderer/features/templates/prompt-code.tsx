import { setDiagnostics } from '@codemirror/lint'
import { Annotation, Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import { useTexts } from '../../locales/use-texts.tsx'
import { describeFlaw } from './describe-problem.ts'
import { keepLineEnds, plainEnds } from './line-ends.ts'
import type { Fix, PromptFlaw } from './prompt-flaws.ts'
import { type KnownVariable, promptSetup, toDiagnostic } from './prompt-setup.ts'

/** What can be done to the editor from outside. */
export type PromptHandle = {
  focus: () => void
  /** Puts a text in the place of what is chosen. */
  insert: (text: string) => void
  /** Mends a flaw that was found in the text `of`; does nothing when it is another one by now. */
  mend: (fix: Fix, of: string) => void
}

export type PromptCodeProps = {
  ref: Ref<PromptHandle>
  value: string
  onChange: (value: string) => void
  variables: readonly KnownVariable[]
  /** What is underlined, and the text in which it was found. */
  flaws: readonly PromptFlaw[]
  flawsOf: string
  /** Names and states for screen readers. */
  aria: Record<`aria-${string}`, string>
}

/** A change that came from outside and is not told back. */
const fromOutside = Annotation.define<boolean>()

/** The editor itself. Stands in a file of its own, so that the editor's library is loaded where it is used. */
export function PromptCode({ ref, value, onChange, variables, flaws, flawsOf, aria }: PromptCodeProps) {
  const { edit, editor: words } = useTexts().templates
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const known = useRef(value)
  const attributes = useRef(new Compartment())
  const tell = useEffectEvent(onChange)

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later has effects of its own
  useEffect(() => {
    const listener = EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      if (!docChanged || transactions.some((transaction) => transaction.annotation(fromOutside))) return
      known.current = keepLineEnds(known.current, state.doc.toString())
      tell(known.current)
    })
    const made = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          promptSetup(variables, words.phrases),
          // What scrolls must be reached by Tab in every browser's eyes.
          EditorView.contentAttributes.of({ tabindex: '0' }),
          attributes.current.of(EditorView.contentAttributes.of(aria)),
          listener,
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [])

  useEffect(() => {
    if (value === known.current) return
    known.current = value
    const { state } = view.current as EditorView
    view.current?.dispatch({
      changes: { from: 0, to: state.doc.length, insert: plainEnds(value) },
      annotations: fromOutside.of(true),
    })
  }, [value])

  const ariaText = JSON.stringify(aria)
  useEffect(() => {
    const given = EditorView.contentAttributes.of(JSON.parse(ariaText))
    view.current?.dispatch({ effects: attributes.current.reconfigure(given) })
  }, [ariaText])

  useEffect(() => {
    const { state } = view.current as EditorView
    if (state.doc.toString() !== flawsOf) return
    view.current?.dispatch(
      setDiagnostics(
        state,
        flaws.map((flaw) => toDiagnostic(flaw, describeFlaw(flaw, edit))),
      ),
    )
  }, [flaws, flawsOf, edit])

  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    insert(text) {
      const { state } = view.current as EditorView
      view.current?.dispatch(state.replaceSelection(text), { scrollIntoView: true })
      view.current?.focus()
    },
    mend({ from, to, insert }, of) {
      if (view.current?.state.doc.toString() !== of) return
      view.current.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } })
      view.current.focus()
    },
  }))

  return <div ref={place} />
}
