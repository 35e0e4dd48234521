import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { AppError } from '#contract/errors'
import { type Command, commonHelp, commonOptions, exitCodes, textOf } from '../command.ts'
import { createFileAccess } from '../file-access.ts'
import { createHttpHost } from '../http-host.ts'
import { libraryFolderFrom } from '../node-host.ts'
import { openCore } from '../open-core.ts'
import { createPageStore } from '../page-store.ts'
import { readNumber } from '../read-number.ts'
import { createTicketOffice } from '../ticket-office.ts'
import { createUploadStore } from '../upload-store.ts'

const largestPort = 65_535

export const serve: Command = {
  summary: 'open the app in a browser, on this computer only',
  help: `Usage: loom serve [--port 4321]

  --port N            port on 127.0.0.1 (default: that of the last time, or any free one)
  --no-open           print the link without opening a browser
  --forget-pages      pages that are open in a browser need a new link; else they go on for a week
${commonHelp}

Example: loom serve --no-open
The link works once, in one browser tab. Press Enter for another one, Ctrl-C to end; a running dataset is paused then.`,
  options: {
    ...commonOptions,
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    'forget-pages': { type: 'boolean' },
  },

  async run(context) {
    const { layout, note, out } = context
    const port = readNumber('port', textOf(context, 'port'))
    if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > largestPort))
      throw new AppError('bad-input', '--port takes a number from 0 to 65535.')
    const library = libraryFolderFrom(textOf(context, 'library'))
    const modelsDir = textOf(context, 'models-dir') ?? process.env['LOOM_MODELS']
    const modelsFolder = modelsDir ? resolve(modelsDir) : join(library, 'models')
    const uploads = createUploadStore({ folder: join(library, 'uploads'), modelsFolder })
    const core = openCore({
      layout,
      library,
      modelsDir,
      access: 'write',
      owner: 'loom serve',
      resolveFile: createFileAccess({ uploads, allowedFolders: [layout.models, modelsFolder] }),
      uploads,
    })
    const pages = createPageStore({ file: join(library, 'pages.json'), now: Date.now, log: core.log })
    if (context.values['forget-pages'] === true) pages.forgetAll()
    const host = createHttpHost({
      request: core.request,
      subscribe: core.hub.onAny,
      network: core.network,
      staticFolder: layout.renderer,
      uploads,
      downloads: createTicketOffice({ subscribe: core.hub.onAny }),
      pages,
      library: createHash('sha256').update(library).digest('hex').slice(0, 16),
      log: core.log,
    })
    try {
      const { url } = await host.listen({ port })
      out(`Persona Loom is open at ${url}`)
      note('Ctrl-C ends it; a running dataset is paused then and nothing is lost.')
      if (context.values['no-open'] !== true) openBrowser(url, note)
      // Only a terminal has somebody who presses Enter.
      if (process.stdin.isTTY) process.stdin.on('data', () => out(`Another link: ${host.newLink()}`))
      await untilAsked()
      note('Closing.')
      return exitCodes.done
    } finally {
      await host.close()
      await core.close()
    }
  },
}

function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

/** Opens the link where there is a display; the printed link serves everywhere else. */
function openBrowser(url: string, note: (text: string) => void): void {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform as string] ?? [
    'xdg-open',
  ]
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (!hasDisplay || !command) return
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => note('No browser could be opened. Open the link by hand.'))
    .unref()
}
