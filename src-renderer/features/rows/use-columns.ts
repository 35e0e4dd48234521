import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'
import type { Run } from '#contract/runs'
import { type RowColumn, rowColumns } from './row-filter.ts'

/** Narrower windows have no room beside a row that is read. */
const narrow = '(max-width: 90em)'

const storageKey = 'persona-loom.row-columns'

/** The columns that a person wants to see, kept in this browser. */
export function useColumns(): [ReadonlySet<RowColumn>, (columns: ReadonlySet<RowColumn>) => void] {
  const [columns, setColumns] = useState(readColumns)
  const choose = useCallback((next: ReadonlySet<RowColumn>) => {
    setColumns(next)
    window.localStorage.setItem(storageKey, [...next].join(' '))
  }, [])
  return [columns, choose]
}

/**
 * Where nothing speaks against any row of a dataset, its texts have the reasons' room; so they have in a narrow window beside a
 * row that is read, whose reason stands there.
 */
export function useShownColumns(
  columns: ReadonlySet<RowColumn>,
  { counts, overruled }: Pick<Run, 'counts' | 'overruled'>,
  isReading: boolean,
): ReadonlySet<RowColumn> {
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false })
  const { rejected, duplicate, failed, cancelled } = counts
  const hasReasons = rejected + duplicate + failed + cancelled + overruled.discarded > 0
  const isShown = hasReasons && !(isReading && isNarrow)
  return useMemo(
    () => (isShown ? columns : new Set([...columns].filter((column) => column !== 'reason'))),
    [columns, isShown],
  )
}

function readColumns(): ReadonlySet<RowColumn> {
  const stored = window.localStorage.getItem(storageKey)?.split(' ')
  // The texts are what the table is for.
  return new Set(rowColumns.filter((column) => !stored || column === 'text' || stored.includes(column)))
}
