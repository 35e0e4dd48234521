import type { Server } from 'node:http'
import { AppError } from '#contract/errors'

/** Binds 127.0.0.1 and nothing else; settles when connections are accepted. */
export async function listenOn(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refuse = (error: NodeJS.ErrnoException) => reject(describe(error, port))
  server.once('error', refuse)
  server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve)
  await promise
  server.off('error', refuse)
}

/** Binds the port of the last time, so that pages that are open find the app again; any other where it is taken. */
export async function listenAgain(server: Server, lastPort: number | undefined): Promise<void> {
  try {
    await listenOn(server, lastPort ?? 0)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await listenOn(server, 0)
  }
}

function describe(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new AppError(
      'port-taken',
      `Port ${port} is in use by another program. Nothing was started. Choose another one with --port, or leave it out.`,
    )
  }
  if (error.code === 'EACCES') {
    return new AppError(
      'port-taken',
      `Port ${port} is kept for the system. Nothing was started. Choose one above 1023 with --port, or leave it out.`,
    )
  }
  return error
}
