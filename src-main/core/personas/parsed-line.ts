/** A line's values by name. Made without a prototype, or read with Object.hasOwn only: a file may name `__proto__`. */
export type Fields = Record<string, unknown>

/** One line (in CSV one row, which may run over several lines) as it was understood. `problem` is a whole sentence. */
export type ParsedLine =
  | { line: number; fields: Fields; isTable?: true }
  | { line: number; problem: string; text: string }
