/** A run of 200 rows a second: so many are written at once (two more wait in line), each for so long. */
export const rowsAtOnce = 64
export const rowMs = 280
