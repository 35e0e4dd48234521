import type { Example, PromptStyle, Recipe, Step } from '#contract/recipe'
import { withStart } from '#contract/recipe-shape'
import type { PromptMessage } from '../engine.ts'
import type { ComposePrompt } from '../prompting.ts'
import { replaceVariables } from '../replace-variables.ts'
import { variableTexts } from '../variable-texts.ts'
import { placeBackground, trimEnd } from './place-background.ts'

/** The style that a template can follow: without examples there is nothing to show. */
export function styleFor(recipe: Recipe, wanted: PromptStyle): PromptStyle {
  const step = recipe.steps[0] as Step
  return step.examples.length > 0 && step.draw > 0 ? wanted : 'zero-shot'
}

/** Asks for one persona (Persona Hub, section 3: zero-shot, few-shot, persona-enhanced few-shot). */
export const composePrompt: ComposePrompt = (settings, persona, drawn) => {
  const { recipe, style } = settings
  const step = recipe.steps[0] as Step
  const values = variableTexts(settings)
  const examples = style === 'zero-shot' ? [] : drawn.flatMap((index) => step.examples[index] ?? [])
  const system = settings.system ?? recipe.system
  const fill = (text: string, who: string) => replaceVariables(text, { ...values, persona: who })
  const written = (text: string) =>
    replaceVariables(text, values)
      .map((part) => part.text)
      .join('')
  const { first, around, ofExample, replaced } = placeBackground(settings, examples)
  const asTurns = style === 'persona-few-shot'
  const task = asTurns ? (step.turn ?? step.prompt) : step.prompt

  const messages: PromptMessage[] = system ? [{ role: 'system', parts: replaceVariables(system, values) }] : []
  if (asTurns) {
    for (const example of examples) {
      messages.push({ role: 'user', parts: around(fill(task, example.persona), example) })
      messages.push({ role: 'assistant', parts: [{ text: exampleText(step, example) }] })
    }
    messages.push({ role: 'user', parts: around(fill(task, persona)) })
  } else {
    const list = examples
      .map((example, at) => `Example ${at + 1}:\n${ofExample(example)}${exampleText(step, example)}\n\n`)
      .join('')
    messages.push({ role: 'user', parts: [...(list ? [{ text: list }] : []), ...around(fill(task, persona))] })
  }
  const opening = messages.find(({ role }) => role === 'user') as PromptMessage
  opening.parts = [...first, ...opening.parts]
  for (const message of messages) message.parts = trimEnd(message.parts)

  return {
    prompt: { messages, start: step.start, shared: messages.length - 1 },
    instructions: `${task}\n${system}`,
    background: written(step.background),
    given: [system, step.background, step.prompt, step.turn ?? ''].map(written).join('\n'),
    replaced,
    examples,
  }
}

/** An example's answer as the model should have written it. */
function exampleText(step: Step, { output }: Example): string {
  return typeof output === 'string' ? withStart(step.start, output.trim()) : JSON.stringify(output)
}
