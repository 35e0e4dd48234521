import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { ExportsProvider } from '../../src-renderer/client/exports.tsx'
import { createQueryClient } from '../../src-renderer/client/query-client.ts'
import { createClient, type Transport } from '../../src-renderer/client/transport.ts'
// What the pages' links may lead to.
import type {} from '../../src-renderer/router.tsx'

type Options = { transport: Transport; pages: Record<string, () => ReactNode>; at: string; above: () => ReactNode }

/** Pages by their addresses, and what stands above them all. */
export function renderPages({ transport, pages, at, above: Above }: Options) {
  const root = createRootRoute({
    component: () => (
      <>
        <Notifications />
        <Above />
        <Outlet />
      </>
    ),
  })
  const routes = Object.entries(pages).map(([path, component]) =>
    createRoute({ getParentRoute: () => root, path, component }),
  )
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [at] }),
  })
  const cache = createQueryClient()
  render(
    <MantineProvider env="test">
      <ApiProvider client={createClient(transport)}>
        <QueryClientProvider client={cache}>
          <ExportsProvider>
            <RouterProvider router={router as never} />
          </ExportsProvider>
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  )
  return { cache, goTo: (path: string) => act(() => router.navigate({ to: path as never })) }
}
