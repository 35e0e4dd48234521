import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { history, historyKeymap, insertNewline, standardKeymap } from '@codemirror/commands'
import type { Diagnostic } from '@codemirror/lint'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightSpecialChars,
  keymap,
  MatchDecorator,
  ViewPlugin,
} from '@codemirror/view'
import drawn from '../../ui/prompt-text.module.css'
import { type PromptFlaw, variableAt } from './prompt-flaws.ts'

/** A variable and what it stands for, as the list of completions tells it. */
export type KnownVariable = { name: string; label: string }

/** Everything that makes an editor of prompts: as close to a plain text field as a field with colours can be. */
export function promptSetup(variables: readonly KnownVariable[], phrases: Record<string, string>): Extension {
  return [
    history(),
    highlightSpecialChars(),
    EditorView.lineWrapping,
    EditorState.phrases.of(phrases),
    drawVariables(variables.map(({ name }) => name)),
    autocompletion({ override: [completeVariable(variables)], icons: false, aboveCursor: false }),
    // The usual Enter would take spaces away and repeat the line's indent: a prompt is kept to the letter.
    Prec.high(keymap.of([{ key: 'Enter', run: insertNewline, shift: insertNewline }])),
    // No key for Tab: it leaves the field, as it leaves every other.
    keymap.of([...standardKeymap, ...historyKeymap]),
  ]
}

/** The same look as in prompts that are only read. */
function drawVariables(names: readonly string[]): Extension {
  const marks = Object.fromEntries(
    names.map((name) => [name, Decoration.mark({ class: name === 'persona' ? drawn.persona : drawn.other })]),
  )
  const decorator = new MatchDecorator({
    regexp: new RegExp(`\\{(${names.join('|')})\\}`, 'g'),
    decoration: ([, name]) => marks[name as string] as Decoration,
  })
  return ViewPlugin.define<{ decorations: DecorationSet; update: (change: never) => void }>(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(change) {
        this.decorations = decorator.updateDeco(change, this.decorations)
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  )
}

/** Offers the variables behind an opening brace and, when asked for, anywhere. */
export function completeVariable(variables: readonly KnownVariable[]) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const line = state.doc.lineAt(pos)
    const begun = variableAt(line.text, pos - line.from)
    if (!begun && !explicit) return null
    const { from, to } = begun ? { from: line.from + begun.from, to: line.from + begun.to } : { from: pos, to: pos }
    const options = variables.map(({ name, label }) => ({ label: `{${name}}`, detail: label }))
    return { from, to, options, validFor: /^\{?\w*$/ }
  }
}

/** A flaw as an underline with its sentence under the pointer. */
export function toDiagnostic({ from, to, kind }: PromptFlaw, message: string): Diagnostic {
  return { from, to, message, severity: kind === 'unknown' ? 'error' : 'warning' }
}
