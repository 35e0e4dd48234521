import { randomUUID } from 'node:crypto'

/**
 * Files that the person chose or dropped. They stay where they are; the page knows them by ids that nobody can guess,
 * and only the preload script, which gets a path from the browser itself, can add one.
 */
export function createChosenFiles() {
  const paths = new Map<string, string>()
  return {
    add(path: string): { fileId: string } {
      const fileId = `upload:${randomUUID()}`
      paths.set(fileId, path)
      return { fileId }
    },
    resolve: (fileId: string): string | undefined => paths.get(fileId),
  }
}
