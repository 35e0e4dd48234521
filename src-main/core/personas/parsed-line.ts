/** A line's values by name. Made without a prototype, or read with Object.hasOwn only: a file may name `__proto__`. */
export type Fields = Record<string, unknown>

/**
 * One line (in CSV one row, which may run over several lines) as it was understood, with its text as it stands in the
 * file; in a table with the lines of its header too. `problem` is a whole sentence.
 */
export type ParsedLine = { line: number; text: string; head?: string } & ({ fields: Fields } | { problem: string })
