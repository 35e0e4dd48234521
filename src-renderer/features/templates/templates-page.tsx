import { Button, FileButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus, IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { ImportedTemplate, Template } from '#contract/templates'
import { useApi } from '../../client/api.tsx'
import { useDroppedFile } from '../../client/dropped-file.tsx'
import { forget, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { NewTemplate } from './new-template.tsx'
import { StartFromExamples } from './start-from-examples.tsx'
import { TemplateCard } from './template-card.tsx'
import styles from './templates-page.module.css'

export function TemplatesPage() {
  const { templates: words } = useTexts()
  const list = useRequest('template.list', {})
  const [creating, setCreating] = useState<'new' | 'examples'>()
  const { file, resetRef } = useTemplateFile()
  useDroppedFile('template', (dropped) => file.mutate(dropped))

  return (
    <Page
      title={words.title}
      actions={
        <>
          <FileButton accept=".yaml,.yml,.py" onChange={(chosen) => chosen && file.mutate(chosen)} resetRef={resetRef}>
            {(props) => (
              <Button
                {...props}
                loading={file.isPending}
                leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
              >
                {words.import}
              </Button>
            )}
          </FileButton>
          <Button onClick={() => setCreating('examples')}>{words.draft.open}</Button>
          <Button
            variant="filled"
            leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
            onClick={() => setCreating('new')}
          >
            {words.new}
          </Button>
        </>
      }
    >
      <div className="stack s6">
        {file.error && <SayError error={file.error} onClose={file.reset} />}
        <Loaded of={list} lines={8}>
          {(templates) => (
            <>
              <Cards title={words.own} templates={templates.filter(({ builtIn }) => !builtIn)} />
              <Cards title={words.builtIn} templates={templates.filter(({ builtIn }) => builtIn)} />
            </>
          )}
        </Loaded>
      </div>
      <NewTemplate opened={creating === 'new'} onClose={() => setCreating(undefined)} />
      <StartFromExamples opened={creating === 'examples'} onClose={() => setCreating(undefined)} />
    </Page>
  )
}

function Cards({ title, templates }: { title: string; templates: Template[] }) {
  if (templates.length === 0) return null
  return (
    <section className="stack" aria-label={title}>
      <h2 className="sect">{title}</h2>
      <ul className={styles.cards}>
        {templates.map((template) => (
          <li key={template.key}>
            <TemplateCard template={template} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Sends a file up and reads its templates. */
function useTemplateFile() {
  const { templates: words } = useTexts()
  const api = useApi()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const resetRef = useRef<() => void>(null)
  const file = useMutation<ImportedTemplate[], Error, File>({
    mutationFn: async (chosen) => {
      const { fileId } = await api.files.upload(chosen)
      return api.request('template.import', { fileId })
    },
    onSuccess: (templates) => {
      forget(cache, ['template.list', 'template.show', 'app.info'])
      notifications.show({ message: whatCame(templates, words) })
      const [only, ...others] = templates
      if (only && !only.isNew && others.length === 0)
        void navigate({ to: '/templates/$key', params: { key: only.key } })
    },
    // The same file can be chosen again after it was mended.
    onSettled: () => resetRef.current?.(),
  })
  return { file, resetRef }
}

/** What is new, what stands beside another one, and what was here before. */
function whatCame(templates: ImportedTemplate[], words: ReturnType<typeof useTexts>['templates']): string {
  const added = templates.filter(({ isNew, beside }) => isNew && beside === null).map(({ name }) => name)
  const known = templates.filter(({ isNew }) => !isNew).map(({ name }) => name)
  return [
    added.length > 0 ? words.imported(added) : '',
    ...templates.map(({ name, isNew, beside }) => (isNew && beside !== null ? words.importedBeside(name, beside) : '')),
    known.length > 0 ? words.hereAlready(known) : '',
  ]
    .filter(Boolean)
    .join(' ')
}
