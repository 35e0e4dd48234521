import { Button, NumberInput, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { AppError } from '#contract/errors'
import type { Recipe, Step } from '#contract/recipe'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { describeProblem } from './describe-problem.ts'
import { ExampleTable } from './example-table.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import type { PromptHandle } from './prompt-code.tsx'
import { PromptEditor } from './prompt-editor.tsx'
import { backTo, draftOf, isAlike, problemsOf, recipeOf, type TemplateDraft } from './template-draft.ts'
import styles from './template-page.module.css'
import { LongText, VariableHints } from './template-task.tsx'

/** What stands in the form and is not saved: the changed template, which may not be fit to be one yet. */
export type Unsaved = { recipe: Recipe; isFaulty: boolean } | undefined

type Props = {
  recipe: Recipe
  /** The built-in template that it is a copy of. */
  original: Recipe | null
  /** Of the version that is shown. */
  hash: string
  onUnsaved: (unsaved: Unsaved) => void
}

/** A template of one's own, to be changed. Nothing is stored before *Save*. */
export function TemplateForm({ recipe, original, hash, onUnsaved }: Props) {
  const { templates, common } = useTexts()
  const words = templates.edit
  /**
   * The version that the draft began with: another window may have stored a newer one. What was `shown` when it was saved
   * here is shown until the saved one is told, and is not newer.
   */
  const [base, setBase] = useState({ hash, shown: hash, draft: draftOf(recipe) })
  const [draft, setDraft] = useState(base.draft)
  const [isChecked, setIsChecked] = useState(false)
  const prompt = useRef<Pick<PromptHandle, 'insert'>>(null)
  const save = useCommand('template.save', { touches: ['template.list', 'template.show', 'template.preview'] })
  const isDirty = !isAlike(draft, base.draft)
  if (hash !== base.hash && hash !== base.shown && !isDirty && !save.isPending) {
    const newer = { hash, shown: hash, draft: draftOf(recipe) }
    setBase(newer)
    setDraft(newer.draft)
  }
  const { variables } = draft.beneath
  const step = draft.beneath.steps[0] as Step
  const names = Object.keys(variables)
  const problems = problemsOf(draft, names, step.output.form)
  const isFaulty = Object.keys(problems).length > 0
  const first = original && backTo(original, draft)
  const textOf = (field: keyof TemplateDraft) => {
    const problem = isChecked || isDirty ? problems[field] : undefined
    return problem && describeProblem(problem, words)
  }
  /** An unknown variable is told where it is underlined. */
  const promptError = (field: 'prompt' | 'turn') =>
    problems[field]?.kind === 'unknown-variable' ? undefined : textOf(field)

  const tellUnsaved = useEffectEvent(() => onUnsaved(isDirty ? { recipe: recipeOf(draft), isFaulty } : undefined))
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew with each change
  useEffect(() => tellUnsaved(), [draft, isDirty])

  function set(change: Partial<TemplateDraft>): void {
    setDraft({ ...draft, ...change })
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    store({ replaces: base.hash })
  }

  function store(condition: { replaces?: string }): void {
    setIsChecked(true)
    if (isFaulty) return
    const changed = recipeOf(draft)
    const stored = draftOf(changed)
    // What was written while it was being saved stays, and is not saved yet.
    save.mutate(
      { recipe: changed, ...condition },
      {
        onSuccess(template) {
          setBase({ hash: template.hash, shown: hash, draft: stored })
          setDraft((now) => (now === draft ? stored : now))
        },
      },
    )
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={words.name}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={textOf('name')}
        maxLength={100}
      />
      {step.background && (
        <section className="stack s1">
          <h2>{templates.background}</h2>
          <LongText text={step.background} variables={names} />
        </section>
      )}
      <div className="stack s1">
        <PromptEditor
          ref={prompt}
          label={words.prompt}
          description={words.promptHint}
          value={draft.prompt}
          onChange={(text) => set({ prompt: text })}
          error={promptError('prompt')}
          variables={variables}
          minLines={6}
          maxLines={24}
        />
        <div className="row top">
          <VariableHints recipe={draft.beneath} />
          <Button size="xs" className="end" onClick={() => prompt.current?.insert('{persona}')}>
            {words.insert}
          </Button>
        </div>
      </div>
      <PromptEditor
        label={templates.turn}
        description={words.turnHint}
        value={draft.turn}
        onChange={(text) => set({ turn: text })}
        error={promptError('turn')}
        variables={variables}
        minLines={2}
        maxLines={12}
      />
      {step.output.form === 'text' && (
        <div className={styles.pair}>
          <Textarea
            label={words.start}
            description={words.startHint}
            value={draft.start}
            onChange={(event) => set({ start: event.currentTarget.value })}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={200}
          />
          <NumberInput
            label={words.minWords}
            description={words.minWordsHint}
            value={draft.minWords}
            onChange={(value) => set({ minWords: Number(value) || 0 })}
            min={0}
            max={10_000}
            allowDecimal={false}
          />
        </div>
      )}
      {step.output.form === 'text' && (
        <div className={styles.pair}>
          <TagsInput
            label={words.labels}
            description={words.labelsHint}
            placeholder={draft.labels.length === 0 ? words.labelsPlaceholder : ''}
            value={draft.labels}
            onChange={(labels) => set({ labels: labels.map(asLabel).filter((label) => label !== '') })}
            maxTags={30}
            maxLength={100}
            splitChars={[',']}
          />
          <TagsInput
            label={words.phrases}
            description={words.phrasesHint}
            placeholder={draft.phrases.length === 0 ? words.phrasesPlaceholder : ''}
            value={draft.phrases}
            onChange={(phrases) => set({ phrases: phrases.map((each) => each.trim()).filter((each) => each !== '') })}
            maxTags={10}
            maxLength={200}
            splitChars={[]}
          />
        </div>
      )}
      <ExampleTable
        step={{ ...step, start: draft.start }}
        examples={draft.examples}
        draw={draft.draw}
        error={textOf('examples')}
        onChange={set}
      />
      <div className={styles.save}>
        {save.error && (
          <SayError
            error={save.error}
            retryLabel={common.error.replace}
            onRetry={
              save.error instanceof AppError && save.error.code === 'changed-elsewhere' ? () => store({}) : undefined
            }
          />
        )}
        <div className="row wrap">
          <Button type="submit" variant="filled" disabled={!isDirty} loading={save.isPending}>
            {words.save}
          </Button>
          {isDirty && (
            <Button variant="subtle" onClick={() => setDraft(base.draft)}>
              {words.undo}
            </Button>
          )}
          <span className="faint sm" role="status">
            {isDirty ? words.unsaved : save.isSuccess ? words.saved : ''}
          </span>
          {first && !isAlike(draft, first) && (
            <Button
              variant="subtle"
              className="end"
              title={words.originalHint(original?.name ?? '')}
              onClick={() => setDraft(first)}
            >
              {words.original}
            </Button>
          )}
        </div>
      </div>
      <LeaveGuard isDirty={isDirty} />
    </form>
  )
}

/** As it stands before the colon. */
function asLabel(text: string): string {
  return text.replace(/[:\s]+/g, ' ').trim()
}
