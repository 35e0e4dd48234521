import type { Step } from '#contract/recipe'

type Example = Step['examples'][number]

/** An example's answer as it stands in a row: its start, then its text; fields as "name: value". */
export function exampleText(step: Step, { output }: Example): string {
  if (typeof output === 'string') return `${step.start} ${output}`.trim()
  return Object.entries(output)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n')
}
