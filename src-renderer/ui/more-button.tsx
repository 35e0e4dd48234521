import { Button } from '@mantine/core'

type Props = {
  label: string
  /** What `useInfiniteQuery` returns. */
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** Brings the next page of a list; nothing behind the last. */
export function MoreButton({ label, of }: Props) {
  if (!of.hasNextPage) return null
  return (
    <Button size="xs" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {label}
    </Button>
  )
}
