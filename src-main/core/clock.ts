/** Milliseconds since 1970, and identifiers that never come twice. */
export type Clock = { now(): number; newId(): string }
