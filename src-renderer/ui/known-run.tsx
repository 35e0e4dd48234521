import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useDeferredValue } from 'react'
import { AppError } from '#contract/errors'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { type Bin, BinnedRun } from './binned-run.tsx'
import { Loaded } from './loaded.tsx'
import { Crumb, Page } from './page.tsx'
import { SayError } from './say-error.tsx'

type Props = {
  /** What `useRequest('run.show', …)` returns. */
  of: { data: Run | undefined; error: Error | null; refetch: () => unknown }
  bin: Bin
  children: (run: Run) => ReactNode
}

/** A page of a dataset, or what stands there while it comes, where it lies in the bin, and where there is none. */
export function KnownRun({ of, bin, children }: Props) {
  const { datasets, run: words } = useTexts()
  const navigate = useNavigate()
  // The page of a dataset that just came is drawn in pieces, as any page that is gone to.
  const isDrawn = useDeferredValue(of.data !== undefined)
  if (of.data?.removedAt) {
    return (
      <Page title={of.data.name} crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>}>
        <BinnedRun run={of.data} bin={bin} onErased={() => void navigate({ to: '/datasets' })} />
      </Page>
    )
  }
  if (of.data && isDrawn) return children(of.data)
  const unknown = of.error instanceof AppError && of.error.code === 'not-found' ? of.error : undefined
  return (
    <Page title={unknown ? words.unknownTitle : words.anyTitle} crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>}>
      {unknown ? (
        <SayError error={unknown} retryLabel={words.unknownAction} onRetry={() => void navigate({ to: '/datasets' })} />
      ) : (
        <Loaded of={of} lines={12}>
          {() => null}
        </Loaded>
      )}
    </Page>
  )
}
