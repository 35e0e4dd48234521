import { Notifications } from '@mantine/notifications'
import { IconCpu, IconHome, IconListDetails, IconSettings, IconStack2, IconUsers } from '@tabler/icons-react'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useConnection } from '../../client/api.tsx'
import { LiveCache } from '../../client/live-cache.tsx'
import { useLetterKeysMark } from '../../client/use-letter-keys.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { Frame } from '../../ui/frame.tsx'
import { type Place, Side } from '../../ui/side.tsx'
import { usePathname } from '../../ui/use-pathname.ts'
import { ConnectionNotice } from './connection-notice.tsx'
import { ExportNotices } from './export-notices.tsx'
import { FileDrop } from './file-drop.tsx'
import { ImportNotices } from './import-notices.tsx'
import { MenuBar } from './menu-bar.tsx'
import { RefusedGate } from './refused-gate.tsx'
import { RunNotices } from './run-notices.tsx'
import { RunningJob } from './running-job.tsx'
import { ShellCommands } from './shell-commands.tsx'

/** No event tells of connections. */
const networkEveryMs = 30_000

/** What stands round every page: places, running job, and the notices above it. */
export function Shell({ children }: { children: ReactNode }) {
  const { shell } = useTexts()
  const connection = useConnection()
  useLetterKeysMark()
  // What stands round a page follows it apart from the press that led there, as the page itself does.
  const pathname = useDeferredValue(usePathname())
  const [finds, setFinds] = useState(false)
  const { data: info } = useRequest('app.info', {})
  const { data: models } = useRequest('model.list', {})
  const network = useRequest('network.log', {}, { everyMs: networkEveryMs, enabled: connection === 'open' })

  const places: Place[] = [
    { to: '/', label: shell.places.home, icon: IconHome },
    { to: '/personas', label: shell.places.personas, icon: IconUsers, count: info?.personaCount },
    { to: '/templates', label: shell.places.templates, icon: IconListDetails, count: info?.templateCount },
    { to: '/datasets', label: shell.places.datasets, icon: IconStack2, count: info?.runCount },
    { to: '/models', label: shell.places.models, icon: IconCpu, count: models?.length ?? info?.modelCount },
    { to: '/settings', label: shell.places.settings, icon: IconSettings },
  ]
  return (
    <>
      {connection === 'refused' && <RefusedGate />}
      <LiveCache />
      <Notifications position="bottom-center" autoClose={12_000} />
      <ConnectionNotice />
      <RunNotices pathname={pathname} />
      <ImportNotices />
      <ExportNotices />
      <MenuBar />
      <FileDrop />
      <ShellCommands finds={finds} onFinds={setFinds} />
      <Frame
        side={
          <Side
            places={places}
            island={<RunningJob pathname={pathname} />}
            outside={network.isError ? undefined : network.data?.outside}
            onFind={() => setFinds(true)}
          />
        }
      >
        <ErrorBoundary resetKey={pathname}>{children}</ErrorBoundary>
      </Frame>
    </>
  )
}
