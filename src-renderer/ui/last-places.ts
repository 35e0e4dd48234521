/** Where long lists were left, by what they showed, so that the way back leads there. Forgotten with the page. */
const places = new Map<string, number>()
const placesKept = 50

export function lastPlace(key: string): number {
  return places.get(key) ?? 0
}

export function rememberPlace(key: string, place: number): void {
  places.delete(key)
  places.set(key, place)
  for (const oldest of places.keys()) {
    if (places.size <= placesKept) break
    places.delete(oldest)
  }
}
