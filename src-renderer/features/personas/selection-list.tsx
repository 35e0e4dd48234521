import { ActionIcon, Button, Modal } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Selection } from '#contract/personas'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { NamedTable } from '../../ui/named-table.tsx'
import { SayError } from '../../ui/say-error.tsx'

export function SelectionList() {
  const { personas, common, format } = useTexts()
  const words = personas.selections
  const list = useRequest('selection.list', {})
  const [removing, setRemoving] = useState<Selection>()
  const remove = useCommand('selection.remove', { touches: ['selection.list'] })

  return (
    <>
      <Loaded of={list}>
        {(selections) =>
          selections.length === 0 ? (
            <EmptyState
              title={words.emptyTitle}
              text={words.emptyText}
              action={<LinkButton to="/personas">{words.emptyDo}</LinkButton>}
            />
          ) : (
            <NamedTable
              heads={{ name: words.columns.name, count: words.columns.count, since: words.columns.made }}
              stepsWidth="14rem"
            >
              {selections.map((selection) => (
                <tr key={selection.id}>
                  <td>
                    <Link to="/personas" search={{ selectionId: selection.id }}>
                      <b>{selection.name}</b>
                    </Link>
                  </td>
                  <td className="num">{format.number(selection.count)}</td>
                  <td className="dim">{format.moment(selection.createdAt)}</td>
                  <td>
                    <span className="row">
                      <LinkButton className="end" size="xs" to="/datasets/new" search={{ selectionId: selection.id }}>
                        {words.use}
                      </LinkButton>
                      <ActionIcon
                        size="sm"
                        aria-label={words.remove(selection.name)}
                        onClick={() => setRemoving(selection)}
                      >
                        <IconTrash size={16} stroke={1.5} />
                      </ActionIcon>
                    </span>
                  </td>
                </tr>
              ))}
            </NamedTable>
          )
        }
      </Loaded>
      <Modal
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={removing && words.removeTitle(removing.name)}
      >
        <div className="stack s4">
          <p>{words.removeText}</p>
          {remove.error && <SayError error={remove.error} />}
          <div className="row">
            <Button className="end" onClick={() => setRemoving(undefined)}>
              {common.cancel}
            </Button>
            <Button
              loading={remove.isPending}
              onClick={() =>
                removing && remove.mutate({ selectionId: removing.id }, { onSuccess: () => setRemoving(undefined) })
              }
            >
              {common.remove}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
