import { realpath } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { HttpError } from './http-error.ts'
import { sendFile } from './send-file.ts'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
/** What the build names after its content, e.g. assets/index-BxYz1234.js. */
const hashed = /^assets\/.*-[\w-]{8,}\.\w+$/

/** Serves the files of one folder and nothing beside it, whatever the path says and wherever links point. */
export function createStaticFiles(folder: string) {
  return async (request: IncomingMessage, response: ServerResponse, urlPath: string): Promise<void> => {
    const name = urlPath === '/' ? 'index.html' : plainName(urlPath)
    const path = name && (await insideOf(folder, name))
    const sent =
      path &&
      (await sendFile(request, response, path, {
        'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
        'cache-control': hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-store',
      }))
    if (!sent) throw new HttpError(404, 'not-found', 'There is no such page. Open the app from its start page.')
  }
}

/** The path below the folder; undefined when it is not made of plain names only. */
function plainName(urlPath: string): string | undefined {
  let name: string
  try {
    name = decodeURIComponent(urlPath).slice(1)
  } catch {
    return undefined // Not a name in UTF-8.
  }
  const isPlain = name.split('/').every((part) => part !== '' && !part.startsWith('.') && !/[\p{Cc}\\:]/u.test(part))
  return isPlain ? name : undefined
}

async function insideOf(folder: string, name: string): Promise<string | undefined> {
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, name))
    return path.startsWith(root + sep) ? path : undefined
  } catch {
    return undefined // No such file.
  }
}
