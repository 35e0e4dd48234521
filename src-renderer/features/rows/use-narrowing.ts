import { useSearch } from '@tanstack/react-router'

/** What the address says of the rows that are shown, the same object until that changes: the row that is read is no part of it. */
export function useNarrowing() {
  return useSearch({
    from: '/datasets/$runId/rows',
    select: ({ row: _, open: __, ...narrowing }) => narrowing,
    structuralSharing: true,
  })
}
