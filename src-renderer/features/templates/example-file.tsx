import { Button, FileButton } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useApi } from '../../client/api.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'

/** A file that the core knows. */
export type SentFile = { fileId: string; name: string }

/** Takes examples from a file in place of a pasted text. */
export function ExampleFile({ onSent }: { onSent: (file: SentFile) => void }) {
  const { templates } = useTexts()
  const api = useApi()
  const resetRef = useRef<() => void>(null)
  const send = useMutation<SentFile, Error, File>({
    mutationFn: async (file) => ({ ...(await api.files.upload(file)), name: file.name }),
    onSuccess: onSent,
    // The same file can be chosen again after it was mended.
    onSettled: () => resetRef.current?.(),
  })
  return (
    <div className="stack">
      {send.error && <SayError error={send.error} onClose={send.reset} />}
      <FileButton
        accept=".txt,.md,.jsonl,.ndjson,.json,.csv,.tsv"
        onChange={(file) => file && send.mutate(file)}
        resetRef={resetRef}
      >
        {(props) => (
          <Button
            {...props}
            loading={send.isPending}
            leftSection={<IconFileText size={16} stroke={1.5} aria-hidden />}
            style={{ justifySelf: 'start' }}
          >
            {templates.draft.file}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
