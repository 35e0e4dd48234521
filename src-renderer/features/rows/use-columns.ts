import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'
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

/** Beside a row that is read, whose reason stands there, a narrow window leaves the reasons to the texts' room. */
export function useShownColumns(columns: ReadonlySet<RowColumn>, isReading: boolean): ReadonlySet<RowColumn> {
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false })
  return useMemo(
    () => (isReading && isNarrow ? new Set([...columns].filter((column) => column !== 'reason')) : columns),
    [columns, isReading, isNarrow],
  )
}

function readColumns(): ReadonlySet<RowColumn> {
  const stored = window.localStorage.getItem(storageKey)?.split(' ')
  // The texts are what the table is for.
  return new Set(rowColumns.filter((column) => !stored || column === 'text' || stored.includes(column)))
}
