import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProvider } from './client/api.tsx'
import { DroppedFileProvider } from './client/dropped-file.tsx'
import { ExportsProvider } from './client/exports.tsx'
import { PersonaImportProvider } from './client/persona-import.tsx'
import { createQueryClient } from './client/query-client.ts'
import type { AppClient } from './client/transport.ts'
import { SessionGate } from './features/shell/session-gate.tsx'
import { useTexts } from './locales/use-texts.tsx'
import { createAppRouter } from './router.tsx'
import { createLoomTheme, cssVariablesResolver } from './ui/theme.ts'

/** The whole interface. Without a client (no session) it says how to get one. */
export function App({ client }: { client: AppClient | undefined }) {
  const [cache] = useState(createQueryClient)
  const [router] = useState(createAppRouter)
  const { common } = useTexts()
  const [theme] = useState(() => createLoomTheme(common.close))
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      {client ? (
        <ApiProvider client={client}>
          <QueryClientProvider client={cache}>
            <DroppedFileProvider>
              <PersonaImportProvider>
                <ExportsProvider>
                  <RouterProvider router={router} />
                </ExportsProvider>
              </PersonaImportProvider>
            </DroppedFileProvider>
          </QueryClientProvider>
        </ApiProvider>
      ) : (
        <SessionGate />
      )}
    </MantineProvider>
  )
}
