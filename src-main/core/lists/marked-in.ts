/** A one for each number that is there, between two. */
export function markedIn(numbers: Float64Array, first: number, last: number): Uint8Array {
  const marks = new Uint8Array(Math.max(0, last - first + 1))
  for (const number of numbers) marks[number - first] = 1
  return marks
}
