/** The dataset that a page is about, by its address; undefined on all other pages. */
export function datasetIn(pathname: string): number | undefined {
  const [, id] = /^\/datasets\/(\d+)(?:\/|$)/.exec(pathname) ?? []
  return id === undefined ? undefined : Number(id)
}
