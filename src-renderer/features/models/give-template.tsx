import { Button, Modal, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { Model } from '#contract/models'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { SayError } from '../../ui/say-error.tsx'
import styles from './models-page.module.css'

/** The way to a chat template of one's own: asked for by base models, and by files whose own is broken. */
export function GiveTemplate({ model }: { model: Model }) {
  const { models } = useTexts()
  const words = models.template
  const [opened, setOpened] = useState(false)
  const isMissing = !model.hasChatTemplate && !model.hasOwnTemplate
  return (
    <p className="row">
      <Button size="xs" aria-label={words.named(model.name)} onClick={() => setOpened(true)}>
        {isMissing ? words.give : words.change}
      </Button>
      {model.hasOwnTemplate && <span className="dim">{words.own}</span>}
      <Modal opened={opened} onClose={() => setOpened(false)} title={words.named(model.name)} size="lg">
        <TemplateForm model={model} onClose={() => setOpened(false)} />
      </Modal>
    </p>
  )
}

const touches = { touches: ['model.list', 'model.showTemplate'] } satisfies Parameters<typeof useCommand>[1]

function TemplateForm({ model: { sha256, name, hasOwnTemplate }, onClose }: { model: Model; onClose: () => void }) {
  const { models, common } = useTexts()
  const words = models.template
  const { data: shown, error: unknown } = useRequest('model.showTemplate', { sha256 })
  const [draft, setDraft] = useState<string>()
  const trial = useCommand('model.tryTemplate')
  const set = useCommand('model.setTemplate', touches)
  const clear = useCommand('model.clearTemplate', touches)
  const text = draft ?? shown?.own?.text ?? shown?.inFile ?? ''
  const formats = shown?.formats ?? []
  const error = unknown ?? trial.error ?? set.error ?? clear.error

  function change(changed: string): void {
    setDraft(changed)
    trial.reset()
    set.reset()
  }

  function close(message: string): void {
    notifications.show({ message })
    onClose()
  }

  return (
    <div className="stack s4">
      <p className="dim">{words.lead}</p>
      <Choice
        label={words.format}
        placeholder={words.choose}
        data={formats.map(({ key }) => ({ value: key, label: words.formats[key] }))}
        value={formats.find((format) => format.text === text)?.key ?? null}
        onChange={(key) => change(formats.find((format) => format.key === key)?.text ?? text)}
      />
      <Textarea
        label={words.text}
        description={words.textHint}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        spellCheck={false}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={65_536}
      />
      {trial.data && (
        <section aria-label={words.rendered} className="stack s1">
          <b>{words.rendered}</b>
          <pre className={styles.rendered}>{trial.data.rendered}</pre>
        </section>
      )}
      {error && <SayError error={error} />}
      <div className="row">
        {hasOwnTemplate && (
          <Button
            loading={clear.isPending}
            onClick={() => clear.mutate({ sha256 }, { onSuccess: () => close(words.cleared(name)) })}
          >
            {words.clear}
          </Button>
        )}
        <Button className="end" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button
          disabled={text.trim() === ''}
          loading={trial.isPending}
          onClick={() => {
            set.reset()
            trial.mutate({ sha256, text })
          }}
        >
          {words.try}
        </Button>
        <Button
          variant="filled"
          disabled={text.trim() === ''}
          loading={set.isPending}
          onClick={() => {
            trial.reset()
            set.mutate({ sha256, text }, { onSuccess: () => close(words.kept(name)) })
          }}
        >
          {words.use}
        </Button>
      </div>
    </div>
  )
}
