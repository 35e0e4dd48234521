import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useState } from 'react'
import { firstError } from '../../client/first-error.ts'
import { useDraft } from '../../client/use-draft.ts'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isSubmitKey } from '../../ui/is-submit-key.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { describeProblem } from './describe-problem.ts'
import { freeKey, problemsOf } from './template-draft.ts'
import styles from './template-page.module.css'

/** A template of one's own from nothing but a name and a task; the rest is changed on its page. */
export function NewTemplate({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { templates } = useTexts()
  const words = templates.create
  const navigate = useNavigate()
  const list = useRequest('template.list', {})
  const known = list.data
  const unread = firstError(list)
  const save = useCommand('template.save', { touches: ['template.list', 'app.info'] })
  const [name, setName] = useState('')
  const task = useDraft('new template', words.promptStart)
  const prompt = task.typed ?? words.promptStart
  const [isChecked, setIsChecked] = useState(false)
  const problems = problemsOf({ name, prompt, turn: '', examples: [] }, [])
  const textOf = (field: 'name' | 'prompt') => {
    const problem = isChecked ? problems[field] : undefined
    return problem && describeProblem(problem, templates.edit)
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    setIsChecked(true)
    if (Object.keys(problems).length > 0 || !known || save.isPending) return
    const key = freeKey(
      name,
      known.map((template) => template.key),
    )
    const recipe = { format: 'persona-loom/recipe@1', key, name, steps: [{ name: 'text', prompt }] }
    save.mutate(
      { recipe },
      {
        onSuccess({ key: made }) {
          task.drop()
          void navigate({ to: '/templates/$key', params: { key: made } })
        },
      },
    )
  }

  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size="lg">
      <form className="stack s4" onSubmit={submit} onKeyDown={(event) => isSubmitKey(event) && submit(event)}>
        <TextInput
          label={words.name}
          placeholder={words.namePlaceholder}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={textOf('name')}
          maxLength={100}
          data-autofocus
        />
        <Textarea
          className={styles.mono}
          label={words.prompt}
          description={templates.edit.promptHint}
          value={prompt}
          onChange={(event) => task.type(event.currentTarget.value)}
          error={textOf('prompt')}
          autosize
          minRows={5}
          maxRows={16}
        />
        {unread && <SayError {...unread} />}
        {save.error && <SayError error={save.error} />}
        <Button
          type="submit"
          variant="filled"
          disabled={!known}
          loading={save.isPending}
          rightSection={<KeyHint keys="Ctrl Enter" />}
          style={{ justifySelf: 'end' }}
        >
          {words.do}
        </Button>
      </form>
    </Modal>
  )
}
