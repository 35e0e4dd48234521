import { createHashHistory, createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { BinPage } from './features/datasets/bin-page.tsx'
import { DatasetsPage } from './features/datasets/datasets-page.tsx'
import { ExportDialog } from './features/export/export-dialog.tsx'
import { HomePage } from './features/home/home-page.tsx'
import { ModelsPage } from './features/models/models-page.tsx'
import { NewDatasetPage } from './features/new-dataset/new-dataset-page.tsx'
import { PersonasPage } from './features/personas/personas-page.tsx'
import { ReviewPage } from './features/rows/review-page.tsx'
import { filterFrom } from './features/rows/row-filter.ts'
import { RowsPage } from './features/rows/rows-page.tsx'
import { useNarrowing } from './features/rows/use-narrowing.ts'
import { RunPage } from './features/run/run-page.tsx'
import { SettingsPage } from './features/settings/settings-page.tsx'
import { NotFound } from './features/shell/not-found.tsx'
import { Shell } from './features/shell/shell.tsx'
import { TemplatePage } from './features/templates/template-page.tsx'
import { TemplatesPage } from './features/templates/templates-page.tsx'
import { personaSearchFrom } from './persona-search.ts'
import { asId, asNumber, asOneOf, asText, dropMissing } from './search-params.ts'
import { Crash } from './ui/error-boundary.tsx'
import { usePathname } from './ui/use-pathname.ts'

const root = createRootRoute({
  component: () => (
    <Shell>
      <PageInPieces />
    </Shell>
  ),
  notFoundComponent: NotFound,
})

/** Draws a new page apart from the press that led to it, and in pieces: at once, a large one held the app for a twentieth of a second. */
function PageInPieces() {
  const pathname = usePathname()
  const drawn = useDeferredValue(pathname)
  return drawn === pathname ? <Outlet /> : null
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })

const personas = createRoute({
  getParentRoute: () => root,
  path: '/personas',
  /** What is shown, so that a reload and the way back keep it. */
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({
      view: asOneOf(search['view'], ['selections'] as const),
      dialog: asOneOf(search['dialog'], ['import', 'add'] as const),
      ...personaSearchFrom(search),
    }),
  component: PersonasPage,
})

const templates = createRoute({ getParentRoute: () => root, path: '/templates', component: TemplatesPage })

const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$key',
  component: function TemplateRoute() {
    const { key } = template.useParams()
    return <TemplatePage key={key} templateKey={key} />
  },
})

const datasets = createRoute({
  getParentRoute: () => root,
  path: '/datasets',
  /** Words in their names, and their template; `_imported` for those that came in from a file. Or those in the bin. */
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({
      bin: asOneOf(search['bin'], ['yes'] as const),
      query: asText(search['query']),
      template: asText(search['template']),
    }),
  component: function DatasetsRoute() {
    const { bin } = datasets.useSearch()
    return bin ? <BinPage /> : <DatasetsPage />
  },
})

const newDataset = createRoute({
  getParentRoute: () => root,
  path: '/datasets/new',
  /** What was chosen on the page that led here. */
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({
      template: asText(search['template']),
      ...personaSearchFrom(search),
    }),
  component: NewDatasetPage,
})

const run = createRoute({
  getParentRoute: () => root,
  path: '/datasets/$runId',
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({ dialog: asOneOf(search['dialog'], ['export'] as const) }),
  component: function RunRoute() {
    const { runId } = run.useParams()
    const { dialog } = run.useSearch()
    const navigate = run.useNavigate()
    return (
      <>
        <RunPage key={runId} runId={asId(runId)} />
        <ExportDialog
          runId={asId(runId)}
          opened={dialog === 'export'}
          onClose={() => void navigate({ search: {}, replace: true })}
        />
      </>
    )
  },
})

const rows = createRoute({
  getParentRoute: () => root,
  path: '/datasets/$runId/rows',
  /** The table's filter, for links from the reasons on the run's page, the row that is read, and that its last try is open. */
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({
      dialog: asOneOf(search['dialog'], ['export'] as const),
      state: asText(search['state']),
      reason: asText(search['reason']),
      verdict: asText(search['verdict']),
      edited: asOneOf(search['edited'], ['yes', 'no'] as const),
      noted: asOneOf(search['noted'], ['yes', 'no'] as const),
      query: asText(search['query']),
      persona: asText(search['persona']),
      minLength: asNumber(search['minLength']),
      maxLength: asNumber(search['maxLength']),
      sort: asOneOf(search['sort'], ['newest', 'longest', 'shortest'] as const),
      row: asNumber(search['row']),
      open: asOneOf(search['open'], ['try'] as const),
    }),
  component: function RowsRoute() {
    const { runId } = rows.useParams()
    const search = useNarrowing()
    const navigate = rows.useNavigate()
    return (
      <>
        <RowsPage key={runId} runId={asId(runId)} />
        <ExportDialog
          runId={asId(runId)}
          filter={filterFrom(asId(runId), search)}
          opened={search.dialog === 'export'}
          onClose={() => void navigate({ search: ({ dialog: _, ...rest }) => rest, replace: true })}
        />
      </>
    )
  },
})

const review = createRoute({
  getParentRoute: () => root,
  path: '/datasets/$runId/review',
  /** Which rows are judged, and the one that is read. */
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({
      dialog: asOneOf(search['dialog'], ['export'] as const),
      queue: asText(search['queue']),
      row: asNumber(search['row']),
    }),
  component: function ReviewRoute() {
    const { runId } = review.useParams()
    const dialog = review.useSearch({ select: (search) => search.dialog })
    const navigate = review.useNavigate()
    return (
      <>
        <ReviewPage key={runId} runId={asId(runId)} />
        <ExportDialog
          runId={asId(runId)}
          opened={dialog === 'export'}
          onClose={() => void navigate({ search: ({ dialog: _, ...rest }) => rest, replace: true })}
        />
      </>
    )
  },
})

const models = createRoute({ getParentRoute: () => root, path: '/models', component: ModelsPage })

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>) =>
    dropMissing({
      section: asOneOf(search['section'], ['look', 'work', 'folders', 'computer', 'network', 'about'] as const),
    }),
  component: SettingsPage,
})

const routeTree = root.addChildren([
  home,
  personas,
  templates,
  template,
  datasets,
  newDataset,
  run,
  rows,
  review,
  models,
  settings,
])

/** Places live in the address's fragment, because every host serves one page only. */
export function createAppRouter() {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultErrorComponent: Crash,
    defaultStructuralSharing: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
