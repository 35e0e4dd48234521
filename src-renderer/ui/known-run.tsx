import type { ReactNode } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { Loaded } from './loaded.tsx'
import { Crumb, Page } from './page.tsx'

type Props = {
  /** What `useRequest('run.show', …)` returns. */
  of: { data: Run | undefined; error: Error | null; refetch: () => unknown }
  children: (run: Run) => ReactNode
}

/** A page of a dataset, or what stands there while it comes, and where there is none. */
export function KnownRun({ of, children }: Props) {
  const { datasets, run: words } = useTexts()
  if (of.data) return children(of.data)
  return (
    <Page title={of.error ? words.unknownTitle : datasets.title} crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>}>
      <Loaded of={of} lines={12}>
        {() => null}
      </Loaded>
    </Page>
  )
}
