import type { ReactNode } from 'react'
import { SayError } from './say-error.tsx'
import { SkeletonLines } from './skeleton-lines.tsx'

type Answer<T> = {
  data: T | undefined
  error: Error | null
  /** True while an earlier answer stands in for the one that was asked for. */
  isPlaceholderData?: boolean
  refetch: () => unknown
}

type Props<T> = {
  /** What `useRequest` returns. */
  of: Answer<T>
  /** Still lines in the place of the content, shown after 300 ms. */
  lines?: number
  /** Drawn in their place, for contents that are not lines. */
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}

/** Waiting, refused or there: the three ways an answer can stand. What came before stays, dimmed, while new comes. */
export function Loaded<T>({ of, lines = 4, skeleton, children }: Props<T>) {
  const { data, error, isPlaceholderData, refetch } = of
  if (data !== undefined) {
    return (
      <>
        {error && <SayError error={error} onRetry={() => void refetch()} />}
        {isPlaceholderData ? <div style={{ opacity: 0.6 }}>{children(data)}</div> : children(data)}
      </>
    )
  }
  if (error) return <SayError error={error} onRetry={() => void refetch()} />
  return skeleton ?? <SkeletonLines lines={lines} />
}
