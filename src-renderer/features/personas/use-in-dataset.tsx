import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import type { PersonaFilter, WhichPersonas } from '#contract/personas'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { personaSearchOf } from '../../persona-search.ts'
import { LinkButton } from '../../ui/link-button.tsx'

type Props = {
  filter: PersonaFilter
  /** What is chosen of the found ones, if anything is. */
  chosen: { count: number; isAll: boolean; which: () => WhichPersonas }
  /** The filter in words. */
  filters: readonly string[]
  disabled: boolean
}

const longestName = 100

/** Opens a new dataset with the personas that are chosen or, without any, with all that were found. */
export function UseInDataset({ filter, chosen, filters, disabled }: Props) {
  const { personas: words } = useTexts()
  const navigate = useNavigate()
  const selections = useRequest('selection.list', {})
  const create = useCommand('selection.create', {
    touches: ['selection.list'],
    onRefused: ({ message }) => notifications.show({ message, color: 'red' }),
  })
  const { count } = chosen

  if (count === 0 || chosen.isAll) {
    return (
      <LinkButton to="/datasets/new" search={personaSearchOf(filter)} variant="filled" disabled={disabled}>
        {count === 0 ? words.use : words.chosen.use(count)}
      </LinkButton>
    )
  }

  function nameOf(copy = 1): string {
    const name = words.chosen.name(count, filters, copy).slice(0, longestName).toWellFormed().trim()
    return selections.data?.some((each) => each.name === name) ? nameOf(copy + 1) : name
  }

  /** A dataset takes its personas from a filter, which names cannot be part of: a selection can. */
  function use(): void {
    create.mutate(
      { ...chosen.which(), name: nameOf(), count: 0 },
      { onSuccess: ({ id }) => void navigate({ to: '/datasets/new', search: { selectionId: id } }) },
    )
  }

  return (
    <Button variant="filled" disabled={disabled} loading={create.isPending} onClick={use}>
      {words.chosen.use(count)}
    </Button>
  )
}
