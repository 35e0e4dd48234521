import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { secureHeaders } from '../node/http-reply.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
/** Serves the built renderer as app://loom/, and nothing outside its folder. */
export function createAppProtocol(folder: string) {
  return async (request: Request): Promise<Response> => {
    const { host, pathname } = new URL(request.url)
    if (host !== 'loom' || request.method !== 'GET') return new Response(null, { status: 403 })
    try {
      const root = await realpath(folder)
      const file = await realpath(join(root, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
      if (!file.startsWith(root + sep)) return new Response(null, { status: 404 })
      const headers = {
        ...secureHeaders,
        'content-type': types[extname(file)] ?? 'application/octet-stream',
      }
      return new Response(new Uint8Array(await readFile(file)), { headers })
    } catch {
      return new Response(null, { status: 404 }) // Missing, a folder, or a name that cannot be a file's.
    }
  }
}
