import { Link } from '@tanstack/react-router'
import type { Recipe } from '#contract/recipe'
import type { Template } from '#contract/templates'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { exampleText } from './example-text.ts'
import { fieldsOf } from './output-rules.ts'
import styles from './templates-page.module.css'

/** One template: what it makes, an example of its output, and its shape in words. */
export function TemplateCard({ template }: { template: Template }) {
  const { templates: words } = useTexts()
  const { data } = useRequest('template.show', { key: template.key })
  const step = data?.recipe.steps[0]
  const example = step?.examples[0]
  return (
    <Link to="/templates/$key" params={{ key: template.key }} className={`card ${styles.card}`}>
      <h3>{template.name}</h3>
      <p className="dim">{template.summary}</p>
      <p className={styles.example}>
        <span>{example && step ? exampleText(step, example).replace(/\n{2,}/g, '\n') : step?.prompt}</span>
      </p>
      <p className={styles.foot}>
        <span className="cut">{shapeOf(template, data?.recipe, words)}</span>
        <span className="nowrap">{words.examples(template.examples)}</span>
      </p>
    </Link>
  )
}

function shapeOf(
  { form, start }: Template,
  recipe: Recipe | undefined,
  words: ReturnType<typeof useTexts>['templates'],
): string {
  const output = recipe?.steps[0]?.output
  if (form === 'json') return output ? words.fields(fieldsOf(output).length) : ''
  return start ? words.startsWith(start) : words.freeText
}
