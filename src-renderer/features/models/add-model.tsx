import { Button, FileButton, Modal, Progress, TextInput } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useApi } from '../../client/api.tsx'
import { useDroppedFile } from '../../client/dropped-file.tsx'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Say } from '../../ui/say.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { AddedModel } from './added-model.tsx'

type Props = {
  opened: boolean
  /** A file was dropped somewhere on the app. */
  onOpen: () => void
  onClose: () => void
}

/** Adds a model where it is, or from an uploaded copy: a file of 5 GB should not have to travel. */
export function AddModel({ opened, onOpen, onClose }: Props) {
  const { models, common, format } = useTexts()
  const words = models.dialog
  const [path, setPath] = useState('')
  const [wrongName, setWrongName] = useState<string>()
  const add = useCommand('model.add', { touches: ['model.list', 'app.info'] })
  const upload = useUpload()
  const { data: info } = useRequest('app.info', {})

  const addFile = (fileId: string) => add.mutate({ fileId }, { onSuccess: () => setPath('') })

  function close(): void {
    onClose()
    if (!add.isPending) add.reset()
  }

  function submitPath(event: FormEvent): void {
    event.preventDefault()
    // Paths copied from a file manager often come in quotes.
    const plain = path.trim().replace(/^(["'])(.*)\1$/, '$2')
    if (isModelName(plain)) addFile(plain)
  }

  function choose(file: File | null): void {
    if (!file) return
    add.reset()
    setWrongName(isModelName(file.name) ? undefined : file.name)
    if (isModelName(file.name)) upload.mutate(file, { onSuccess: ({ fileId }) => addFile(fileId) })
  }

  useDroppedFile('model', (file) => {
    onOpen()
    choose(file)
  })

  const isModelName = (name: string): boolean => {
    const fits = name.toLowerCase().endsWith('.gguf')
    setWrongName(fits ? undefined : name)
    return fits
  }

  const error = add.error ?? upload.error
  if (add.data) {
    return (
      <Modal opened={opened} onClose={close} title={words.title} size="lg">
        <AddedModel model={add.data} onAnother={add.reset} onClose={close} />
      </Modal>
    )
  }
  return (
    <Modal opened={opened} onClose={close} title={words.title} size="lg">
      <div className="stack s4">
        <p className="dim">{words.lead}</p>
        {info && (
          <p>
            {words.folder} <code>{info.modelsFolder}</code>
          </p>
        )}
        <form onSubmit={submitPath} className="row bottom">
          <TextInput
            className="grow"
            label={words.path}
            description={words.pathHint}
            placeholder={words.pathPlaceholder}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
            spellCheck={false}
            data-autofocus
          />
          <Button type="submit" variant="filled" disabled={path.trim() === ''} loading={add.isPending}>
            {words.usePath}
          </Button>
        </form>
        {upload.isPending ? (
          <div className="stack s1">
            <div className="row">
              <span className="cut grow">{words.uploading(upload.variables.name, format.share(upload.share))}</span>
              <Button size="xs" onClick={upload.stop}>
                {words.stop}
              </Button>
            </div>
            <Progress value={upload.share * 100} aria-label={upload.variables.name} />
          </div>
        ) : (
          <div className="row">
            <span className="faint">{common.or}</span>
            <FileButton accept=".gguf" onChange={choose} resetRef={upload.resetRef}>
              {(props) => (
                <Button
                  {...props}
                  leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
                  disabled={add.isPending}
                >
                  {words.upload}
                </Button>
              )}
            </FileButton>
            <span className="faint sm">{words.uploadHint}</span>
          </div>
        )}
        {add.isPending && (
          <p className="dim" role="status">
            {words.checking}
          </p>
        )}
        {wrongName !== undefined && (
          <Say tone="red" title={words.wrongEnding(wrongName)} kept={words.wrongEndingKept} />
        )}
        {error && wrongName === undefined && <SayError error={error} />}
      </div>
    </Modal>
  )
}

/** Sends a chosen file, with its share so far and a way to stop. */
function useUpload() {
  const api = useApi()
  const [share, setShare] = useState(0)
  const stopping = useRef<AbortController>(undefined)
  const resetRef = useRef<() => void>(null)
  const mutation = useMutation<{ fileId: string }, Error, File>({
    mutationFn: (file) => {
      stopping.current = new AbortController()
      setShare(0)
      return api.files.upload(file, {
        onProgress: (sent, total) => setShare(total === 0 ? 1 : sent / total),
        signal: stopping.current.signal,
      })
    },
    // The same file can be chosen again.
    onSettled: () => resetRef.current?.(),
  })
  const stopped = mutation.error?.name === 'AbortError'
  return {
    ...mutation,
    error: stopped ? null : mutation.error,
    share,
    resetRef,
    stop: () => stopping.current?.abort(),
  }
}
