import { Button, Modal, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Recipe, Step } from '#contract/recipe'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { describeProblem } from './describe-problem.ts'
import { draftOf, problemsOf, recipeOf, type TemplateDraft } from './template-draft.ts'
import styles from './template-page.module.css'
import { LongText, VariableHints } from './template-task.tsx'

type Props = { recipe: Recipe; step: Step; onDirty: (isDirty: boolean) => void }

/** A template of one's own, to be changed. Nothing is stored before *Save*. */
export function TemplateForm({ recipe, step, onDirty }: Props) {
  const { templates } = useTexts()
  const words = templates.edit
  const saved = draftOf(recipe, step)
  const [draft, setDraft] = useState(saved)
  const [isChecked, setIsChecked] = useState(false)
  const prompt = useRef<HTMLTextAreaElement>(null)
  const save = useCommand('template.save', { touches: ['template.list', 'template.show', 'template.preview'] })
  const isDirty = JSON.stringify(draft) !== JSON.stringify(saved)
  const problems = problemsOf(draft, Object.keys(recipe.variables))
  const textOf = (field: keyof TemplateDraft) => {
    const problem = isChecked || isDirty ? problems[field] : undefined
    return problem && describeProblem(problem, words)
  }

  const tellDirty = useEffectEvent(onDirty)
  useEffect(() => tellDirty(isDirty), [isDirty])

  function set(change: Partial<TemplateDraft>): void {
    setDraft({ ...draft, ...change })
  }

  function insertPersona(): void {
    const field = prompt.current
    const [from, to] = [field?.selectionStart ?? draft.prompt.length, field?.selectionEnd ?? draft.prompt.length]
    set({ prompt: `${draft.prompt.slice(0, from)}{persona}${draft.prompt.slice(to)}` })
    field?.focus()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    setIsChecked(true)
    if (Object.keys(problems).length > 0) return
    save.mutate(
      { recipe: recipeOf(recipe, draft) },
      { onSuccess: () => setDraft({ ...draft, name: draft.name.trim() }) },
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
          <LongText text={step.background} variables={Object.keys(recipe.variables)} />
        </section>
      )}
      <div className="stack s1">
        <Textarea
          ref={prompt}
          className={styles.mono}
          label={words.prompt}
          description={words.promptHint}
          value={draft.prompt}
          onChange={(event) => set({ prompt: event.currentTarget.value })}
          error={textOf('prompt')}
          autosize
          minRows={6}
          maxRows={24}
        />
        <div className="row top">
          <VariableHints recipe={recipe} />
          <Button size="xs" className="end" onClick={insertPersona}>
            {words.insert}
          </Button>
        </div>
      </div>
      <Textarea
        className={styles.mono}
        label={templates.turn}
        description={words.turnHint}
        value={draft.turn}
        onChange={(event) => set({ turn: event.currentTarget.value })}
        error={textOf('turn')}
        autosize
        minRows={2}
        maxRows={12}
      />
      {step.output.form === 'text' && (
        <div className={styles.pair}>
          <TextInput
            label={words.start}
            description={words.startHint}
            value={draft.start}
            onChange={(event) => set({ start: event.currentTarget.value })}
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
      {save.error && <SayError error={save.error} />}
      <div className="row">
        <Button type="submit" variant="filled" disabled={!isDirty} loading={save.isPending}>
          {words.save}
        </Button>
        {isDirty && (
          <Button variant="subtle" onClick={() => setDraft(saved)}>
            {words.undo}
          </Button>
        )}
        <span className="faint sm" role="status">
          {isDirty ? words.unsaved : save.isSuccess ? words.saved : ''}
        </span>
      </div>
      <LeaveGuard isDirty={isDirty} />
    </form>
  )
}

/** Asks before unsaved changes are lost: that cannot be undone. */
function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const words = useTexts().templates.edit
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: isDirty, withResolver: true })
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={words.leaveTitle}>
      <div className="stack s4">
        <p>{words.leaveText}</p>
        <div className="row">
          <Button className="end" onClick={() => blocker.proceed?.()}>
            {words.leave}
          </Button>
          <Button variant="filled" onClick={() => blocker.reset?.()}>
            {words.stay}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
