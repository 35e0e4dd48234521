import { ActionIcon, Button, Modal } from '@mantine/core'
import { IconCopy, IconDownload, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Template } from '#contract/templates'
import { useApi } from '../../client/api.tsx'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { SayError } from '../../ui/say-error.tsx'

export function TemplateActions({ template, isUnsaved }: { template: Template; isUnsaved: boolean }) {
  const { templates: words, common } = useTexts()
  const { key, name, builtIn } = template
  const api = useApi()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const duplicate = useCommand('template.duplicate', { touches: ['template.list', 'app.info'] })
  const remove = useCommand('template.remove', { touches: ['template.list', 'app.info'] })
  const file = useMutation({
    async mutationFn() {
      const { fileName, text } = await api.request('template.file', { key })
      await api.files.saveText(fileName, text)
    },
  })
  const error = duplicate.error ?? file.error

  return (
    <>
      <Button
        leftSection={<IconCopy size={16} stroke={1.5} aria-hidden />}
        loading={duplicate.isPending}
        onClick={() =>
          duplicate.mutate(
            { key },
            { onSuccess: (copy) => void navigate({ to: '/templates/$key', params: { key: copy.key } }) },
          )
        }
      >
        {words.duplicate}
      </Button>
      <Button
        leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
        loading={file.isPending}
        onClick={() => file.mutate()}
      >
        {words.export}
      </Button>
      {!builtIn && (
        <ActionIcon aria-label={words.removeNamed(name)} title={words.remove} onClick={() => setAsking(true)}>
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      )}
      <LinkButton to="/datasets/new" search={{ template: key }} variant={isUnsaved ? 'default' : 'filled'}>
        {words.use}
      </LinkButton>
      <Modal
        opened={error !== null}
        onClose={() => {
          duplicate.reset()
          file.reset()
        }}
        title={name}
      >
        {error && <SayError error={error} />}
      </Modal>
      <Modal opened={asking} onClose={() => setAsking(false)} title={words.removeTitle(name)}>
        <div className="stack s4">
          <p>{words.removeText}</p>
          {remove.error && <SayError error={remove.error} />}
          <div className="row">
            <Button className="end" onClick={() => setAsking(false)}>
              {common.cancel}
            </Button>
            <Button
              loading={remove.isPending}
              onClick={() => remove.mutate({ key }, { onSuccess: () => void navigate({ to: '/templates' }) })}
            >
              {common.remove}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
