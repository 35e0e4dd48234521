import { Link } from '@tanstack/react-router'
import type { Template } from '#contract/templates'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './templates-page.module.css'

/** One template: what it makes, an example of its output, and its shape in words. */
export function TemplateCard({ template }: { template: Template }) {
  const { templates: words } = useTexts()
  return (
    <Link to="/templates/$key" params={{ key: template.key }} className={`card ${styles.card}`}>
      <h3>{template.name}</h3>
      <p className="dim">{template.summary}</p>
      <p className={styles.example}>
        <span>{template.glimpse.replace(/\n{2,}/g, '\n')}</span>
      </p>
      <p className={styles.foot}>
        <span className="cut">{shapeOf(template, words)}</span>
        <span className="nowrap">{words.examples(template.examples)}</span>
      </p>
    </Link>
  )
}

function shapeOf({ form, start, phrases, parts }: Template, words: ReturnType<typeof useTexts>['templates']): string {
  if (form === 'json') return words.fields(parts)
  if (form === 'choice') return words.oneOf(parts)
  if (form === 'pattern') return words.ofPattern
  if (start) return words.startsWith(start.trim())
  return phrases.length > 0 ? words.textWith(phrases) : words.freeText
}
