import type { Example, PromptStyle, Recipe, Step } from '#contract/recipe'
import type { PromptMessage, PromptPart } from '../engine.ts'
import type { ComposePrompt, PromptSettings } from '../prompting.ts'
import { replaceVariables, variablesIn } from '../replace-variables.ts'
import { variableTexts } from '../variable-texts.ts'

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
  const background = (texts: Record<string, string>): PromptPart[] =>
    step.background ? [...replaceVariables(step.background, texts), { text: '\n\n' }] : []
  // Behind a person's own text the template's examples would be of no world that the model has read: they stand behind
  // the template's, and the own one comes next to the task.
  const withoutOwn = ownTextsLeftOut(settings)
  const ofExamples = withoutOwn && background(variableTexts({ ...settings, variables: withoutOwn, small: true }))
  const isAnother = examples.length > 0 && ofExamples !== undefined
  const opening = isAnother ? ofExamples : background(values)
  const turnOpening = isAnother ? background(values) : []
  const asTurns = style === 'persona-few-shot'
  const task = asTurns ? (step.turn ?? step.prompt) : step.prompt

  const messages: PromptMessage[] = system ? [{ role: 'system', parts: replaceVariables(system, values) }] : []
  if (asTurns) {
    for (const example of examples) {
      messages.push({ role: 'user', parts: fill(task, example.persona) })
      messages.push({ role: 'assistant', parts: [{ text: exampleText(step, example) }] })
    }
    messages.push({ role: 'user', parts: [...turnOpening, ...fill(task, persona)] })
  } else {
    const list = examples.map((example, at) => `Example ${at + 1}:\n${exampleText(step, example)}\n\n`).join('')
    messages.push({ role: 'user', parts: [...(list ? [{ text: list }] : []), ...turnOpening, ...fill(task, persona)] })
  }
  const first = messages.find(({ role }) => role === 'user') as PromptMessage
  first.parts = trimEnd([...opening, ...first.parts])
  for (const message of messages) message.parts = trimEnd(message.parts)

  return {
    prompt: { messages, start: step.start, shared: messages.length - 1 },
    instructions: `${task}\n${system}`,
    given: [system, step.background, step.prompt, step.turn ?? '']
      .flatMap((text) => [...replaceVariables(text, values), { text: '\n' }])
      .map(({ text }) => text)
      .join(''),
    replaced: (ofExamples ?? []).map(({ text }) => text).join(''),
    examples,
  }
}

/** What is chosen, without texts of the background that are a person's own in place of the template's; undefined where none is. */
function ownTextsLeftOut({ recipe, variables }: PromptSettings): Record<string, string> | undefined {
  const inBackground = variablesIn(recipe.steps[0]?.background ?? '')
  const isOwn = ([name, value]: [string, string]): boolean => {
    const choices = recipe.variables[name]?.choices
    return inBackground.includes(name) && choices !== undefined && !Object.hasOwn(choices, value)
  }
  const chosen = Object.entries(variables)
  return chosen.some(isOwn) ? Object.fromEntries(chosen.filter((entry) => !isOwn(entry))) : undefined
}

/** An example's answer as the model should have written it. */
function exampleText(step: Step, { output }: Example): string {
  if (typeof output !== 'string') return JSON.stringify(output)
  return step.start ? `${step.start} ${output.trim()}` : output.trim()
}

/** Files end texts with a line break; a message does not. */
function trimEnd(parts: PromptPart[]): PromptPart[] {
  const last = parts.at(-1)
  if (!last || last.inserted) return parts
  const text = last.text.trimEnd()
  return text ? [...parts.slice(0, -1), { text }] : parts.slice(0, -1)
}
