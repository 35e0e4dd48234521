import { ActionIcon, Button, Modal } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Model } from '#contract/models'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'

/** Asks what becomes of the file: it stays, or, where the app brought it here itself, it may be deleted. */
export function RemoveModel({ model }: { model: Model }) {
  const { models, common, format } = useTexts()
  const words = models.remove
  const [asking, setAsking] = useState(false)
  const remove = useCommand('model.remove', { touches: ['model.list', 'app.info'] })
  const size = format.bytes(model.sizeBytes)
  const isElsewhere = model.place === 'elsewhere'

  function close(): void {
    setAsking(false)
    remove.reset()
  }

  function button(label: string, deleteFile: boolean) {
    return (
      <Button
        {...(deleteFile ? { className: 'danger' } : {})}
        loading={remove.isPending && remove.variables.deleteFile === deleteFile}
        disabled={remove.isPending}
        onClick={() => remove.mutate({ sha256: model.sha256, deleteFile }, { onSuccess: close })}
      >
        {label}
      </Button>
    )
  }

  return (
    <>
      <ActionIcon aria-label={words.named(model.name)} title={words.label} onClick={() => setAsking(true)}>
        <IconTrash size={16} stroke={1.5} />
      </ActionIcon>
      <Modal opened={asking} onClose={close} title={words.title(model.name)} size="lg">
        <div className="stack s4">
          <div className="stack s1">
            <p>{isElsewhere ? words.elsewhere : words.inFolder}</p>
            <p className="well">
              <code>{model.path}</code>
            </p>
          </div>
          {!isElsewhere && <p>{words.hidden}</p>}
          {model.place === 'own' && (
            <p>
              {words.own(size)} {model.isDefault && words.refetched}
            </p>
          )}
          <p className="dim">{words.kept}</p>
          {remove.error && <SayError error={remove.error} />}
          <div className="row wrap">
            <Button className="end" onClick={close}>
              {common.cancel}
            </Button>
            {button(isElsewhere ? words.forget : words.hide, false)}
            {model.place === 'own' && button(words.delete(size), true)}
          </div>
        </div>
      </Modal>
    </>
  )
}
