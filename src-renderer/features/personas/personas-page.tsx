import { Button } from '@mantine/core'
import { IconPlus, IconUpload } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page, Tabs } from '../../ui/page.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { AddPersona } from './add-persona.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { PersonaLibrary } from './persona-library.tsx'
import { SelectionList } from './selection-list.tsx'
import { usePersonaActions } from './use-persona-actions.tsx'

/** Everything about personas; what is shown and which dialog is open stand in the address. */
export function PersonasPage() {
  const { personas: words } = useTexts()
  const { view, dialog } = useSearch({ from: '/personas' })
  const navigate = useNavigate({ from: '/personas' })
  const app = useRequest('app.info', {})
  const info = app.data
  const { data: selections } = useRequest('selection.list', {})
  // Somebody who archived everything has a library all the same.
  const { data: archived } = useRequest('persona.count', { archived: true }, { enabled: info?.personaCount === 0 })
  const isEmpty = info?.personaCount === 0 && archived?.count === 0 && view === undefined

  const showsLibrary = view === undefined && !isEmpty
  const actions = usePersonaActions()

  function open(next: 'import' | 'add' | undefined): void {
    void navigate({ search: ({ dialog: _, ...rest }) => (next ? { ...rest, dialog: next } : rest), replace: true })
  }
  const importButton = (
    <Button
      variant={isEmpty ? 'filled' : 'default'}
      leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
      onClick={() => open('import')}
    >
      {words.import}
    </Button>
  )
  const addButton = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />} onClick={() => open('add')}>
      {words.add}
    </Button>
  )

  return (
    <Page
      title={words.title}
      flush={view === undefined && info !== undefined && !isEmpty}
      tabs={
        <Tabs
          label={words.views}
          tabs={[
            {
              label: words.tabs.all,
              count: info?.personaCount,
              to: '/personas',
              search: {},
              current: view === undefined,
            },
            {
              label: words.tabs.selections,
              count: selections?.length,
              to: '/personas',
              search: { view: 'selections' },
              current: view === 'selections',
            },
          ]}
        />
      }
      actions={
        !isEmpty && (
          <>
            {importButton}
            {addButton}
          </>
        )
      }
    >
      {!showsLibrary && actions.error && <SayError error={actions.error} />}
      {view === 'selections' && <SelectionList />}
      {isEmpty && (
        <EmptyState title={words.emptyTitle} text={words.emptyText} action={importButton} other={addButton} />
      )}
      {showsLibrary && (
        <Loaded of={app}>{({ personaCount }) => <PersonaLibrary whole={personaCount} actions={actions} />}</Loaded>
      )}
      <AddPersona opened={dialog === 'add'} actions={actions} onClose={() => open(undefined)} />
      <ImportDialog opened={dialog === 'import'} onClose={() => open(undefined)} />
    </Page>
  )
}
