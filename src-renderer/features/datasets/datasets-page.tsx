import { IconPlus, IconTrash } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useRemoveRun } from '../../client/use-remove-run.tsx'
import { useRequest } from '../../client/use-request.ts'
import { useRunPages } from '../../client/use-run-pages.ts'
import { useRunningRun } from '../../client/use-running-run.ts'
import { useUndoRemovalKeys } from '../../client/use-undo-removal.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { dropMissing } from '../../search-params.ts'
import { Choice } from '../../ui/choice.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Page } from '../../ui/page.tsx'
import { RunTable } from '../../ui/run-table.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'

/** From here on nobody reads down a list to find a name. */
const longList = 10
/** In the address, for what has no template. Keys of templates hold no such line. */
const imported = '_imported'

export function DatasetsPage() {
  const { datasets } = useTexts()
  const { data: info } = useRequest('app.info', {})
  const running = useRunningRun()
  const removing = useRemoveRun()
  useUndoRemovalKeys()
  const { template, query } = useSearch({ from: '/datasets' })
  const filter = {
    ...(template === undefined ? {} : { templateKey: template === imported ? '' : template }),
    ...(query === undefined ? {} : { query }),
  }
  const isNarrowed = template !== undefined || query !== undefined
  const list = useRunPages(filter)
  const isEmpty = !isNarrowed && list.data?.pages[0]?.runs.length === 0
  const binned = info?.removedRunCount ?? 0
  const toBin = binned > 0 && (
    <LinkButton
      to="/datasets"
      search={{ bin: 'yes' }}
      variant="subtle"
      leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
    >
      {datasets.bin.link(binned)}
    </LinkButton>
  )
  const newDataset = (
    <LinkButton to="/datasets/new" variant="filled" leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}>
      {datasets.newDataset}
    </LinkButton>
  )

  if (isEmpty) {
    return (
      <Page title={datasets.title} actions={toBin}>
        <EmptyState
          title={datasets.emptyTitle}
          text={datasets.emptyText}
          action={
            <LinkButton to="/datasets/new" variant="filled">
              {datasets.emptyDo}
            </LinkButton>
          }
          other={<Link to="/templates">{datasets.emptyOther}</Link>}
        />
      </Page>
    )
  }
  return (
    <Page
      title={datasets.title}
      actions={
        <>
          {toBin}
          {newDataset}
        </>
      }
    >
      <div className="stack">
        {/* Not among what is loaded, so that it keeps the focus while that is dimmed. */}
        <Filters template={template} query={query} isLong={query !== undefined || (info?.runCount ?? 0) >= longList} />
        <Loaded of={list} skeleton={<SkeletonLines lines={8} pitch="list" />}>
          {({ pages }) => {
            const runs = pages.flatMap((page) => page.runs)
            return (
              <div className="stack">
                {runs.length === 0 ? (
                  <p className="dim" role="status">
                    {datasets.noneFound}
                  </p>
                ) : (
                  <RunTable runs={runs} progress={running?.progress} withDate removing={removing} />
                )}
                <div className="row faint sm">
                  {info && datasets.shown(runs.length, Math.max(info.runCount, runs.length))}
                  <MoreButton label={datasets.more} of={list} />
                </div>
              </div>
            )
          }}
        </Loaded>
      </div>
    </Page>
  )
}

type FiltersProps = { template: string | undefined; query: string | undefined; isLong: boolean }

/** Words in the names; and rows of one dataset share their template, so this is where templates are told apart. */
function Filters({ template, query, isLong }: FiltersProps) {
  const { datasets, review } = useTexts()
  const navigate = useNavigate({ from: '/datasets' })
  const { data: templates = [] } = useRequest('run.templates', {})
  const hasTemplates = templates.length > 1 || template !== undefined
  if (!isLong && !hasTemplates) return null
  return (
    <search className="row wrap">
      {isLong && (
        <SearchField
          label={datasets.search}
          placeholder={datasets.searchPlaceholder}
          query={query ?? ''}
          onSearch={(next) =>
            void navigate({ search: dropMissing({ template, query: next || undefined }), replace: true })
          }
        />
      )}
      {hasTemplates && (
        <Choice
          clearable
          searchable={templates.length >= 10}
          w="20rem"
          aria-label={datasets.template}
          placeholder={datasets.templateAny}
          value={template ?? null}
          onChange={(next) =>
            void navigate({ search: dropMissing({ query, template: next ?? undefined }), replace: true })
          }
          data={templates.map(({ key, name, count }) => ({
            value: key || imported,
            label: datasets.templateOf(name || review.imported, count),
          }))}
        />
      )}
    </search>
  )
}
