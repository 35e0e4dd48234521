import { useCallback, useState } from 'react'
import { type RowColumn, rowColumns } from './row-filter.ts'

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

function readColumns(): ReadonlySet<RowColumn> {
  const stored = window.localStorage.getItem(storageKey)?.split(' ')
  // The texts are what the table is for.
  return new Set(rowColumns.filter((column) => !stored || column === 'text' || stored.includes(column)))
}
