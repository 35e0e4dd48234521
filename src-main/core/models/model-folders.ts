import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { basename, isAbsolute, join, relative } from 'node:path'
import type { Model } from '#contract/models'
import type { SeenFile } from './model-repository.ts'

/** The folders in which model files are looked for. */
export function createModelFolders(folders: readonly string[]) {
  const folderOf = (path: string): string | undefined =>
    folders.find((each) => !relative(each, path).startsWith('..') && !isAbsolute(relative(each, path)))

  function actualPath({ path }: Pick<SeenFile, 'path'>): string | undefined {
    const places = isAbsolute(path)
      ? [path, ...folders.map((folder) => join(folder, basename(path)))]
      : folders.map((folder) => join(folder, path))
    return places.find((place) => existsSync(place))
  }

  return {
    /** Files in a models folder are stored by their name alone, so that library and models can move. */
    portablePath(path: string): string {
      const folder = folderOf(path)
      return folder === undefined ? path : relative(folder, path)
    },

    /** Undefined while the file is nowhere to be found. */
    actualPath,

    /** `isCopy`: this app brought the file here itself. A link is never its own: what it leads to is somebody's. */
    placeOf(file: SeenFile, isCopy: boolean): Model['place'] {
      const path = actualPath(file)
      if (path === undefined || folderOf(path) === undefined) return 'elsewhere'
      return isCopy && lstatSync(path).isFile() ? 'own' : 'models-folder'
    },

    /** All files that may be models. */
    files: (): string[] =>
      folders.flatMap((folder) =>
        existsSync(folder)
          ? readdirSync(folder)
              .filter((name) => name.endsWith('.gguf'))
              .map((name) => join(folder, name))
          : [],
      ),
  }
}

export type ModelFolders = ReturnType<typeof createModelFolders>
