import { useState } from 'react'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Crumb, Page } from '../../ui/page.tsx'
import { GoodRow } from './good-row.tsx'
import { TemplateActions } from './template-actions.tsx'
import { TemplateExamples } from './template-examples.tsx'
import { TemplateForm, type Unsaved } from './template-form.tsx'
import styles from './template-page.module.css'
import { TemplatePreview } from './template-preview.tsx'
import { TemplateTask } from './template-task.tsx'

/** One template: left what it is, right what a model will read. One of one's own can be changed. */
export function TemplatePage({ templateKey }: { templateKey: string }) {
  const { templates: words } = useTexts()
  const shown = useRequest('template.show', { key: templateKey })
  const [unsaved, setUnsaved] = useState<Unsaved>()
  const template = shown.data?.template
  return (
    <Page
      title={template?.name ?? words.title}
      crumb={<Crumb to="/templates">{words.title}</Crumb>}
      beside={template?.builtIn && <span className="chip">{words.builtInChip}</span>}
      actions={template && <TemplateActions template={template} isUnsaved={unsaved !== undefined} />}
      flush={shown.data !== undefined}
    >
      <Loaded of={shown} lines={12}>
        {({ template: { builtIn, hash }, recipe, original }) => {
          const [step] = recipe.steps
          if (!step) return null
          return (
            <div className={styles.panes}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
              <section className={styles.pane} aria-label={words.template} tabIndex={0}>
                {builtIn ? (
                  <>
                    <TemplateTask recipe={recipe} step={step} />
                    <TemplateExamples step={step} />
                  </>
                ) : (
                  <TemplateForm recipe={recipe} original={original} hash={hash} onUnsaved={setUnsaved} />
                )}
                <GoodRow step={unsaved?.recipe.steps[0] ?? step} />
              </section>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as above */}
              <section className={styles.pane} aria-label={words.preview.label} tabIndex={0}>
                <TemplatePreview recipe={recipe} unsaved={unsaved} />
              </section>
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}
