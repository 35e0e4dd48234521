import { execFileSync, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'

export type Namespace = {
  /** Words in front of a command that make it run inside. */
  enter: string[]
  /** Its files as seen from outside. */
  root: string
}

type Kind = { flags: string; setUp: string; enter: string[] }

/** Loopback is all that is left of the network. */
const offline: Kind = { flags: '-rn', setUp: 'ip link set lo up', enter: ['-U', '-n'] }

/** A disk of a few megabytes at `folder`, which only commands in the namespace see. */
function smallDisk(folder: string, megabytes: number): Kind {
  return { flags: '-rm', setUp: `mount -t tmpfs -o size=${megabytes}m none '${folder}'`, enter: ['-U', '-m'] }
}

function works({ flags, setUp }: Kind): boolean {
  try {
    execFileSync('unshare', [flags, 'sh', '-c', setUp], { stdio: 'ignore' })
    return true
  } catch {
    return false // Not Linux, a tool is missing, or namespaces are switched off.
  }
}

/** Whether a server and its browser can be cut off together from every network here. */
export const canGoOffline = works(offline)
export const canHaveSmallDisk = works(smallDisk('/mnt', 1))

/** Starts a namespace that lives as long as the test; `enter` are the words that run a command in it. */
async function start({ flags, setUp, enter }: Kind): Promise<Namespace> {
  const holder = spawn('unshare', [flags, 'sh', '-c', `${setUp} && echo ready && exec sleep infinity`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void holder.kill('SIGKILL'))
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve())
    holder.once('close', (code) => reject(new Error(`The namespace ended with ${code}`)))
  })
  return {
    enter: ['nsenter', '-t', String(holder.pid), ...enter, '--preserve-credentials', '--'],
    root: `/proc/${holder.pid}/root`,
  }
}

export const startOffline = (): Promise<Namespace> => start(offline)
export const startSmallDisk = (folder: string, megabytes: number): Promise<Namespace> =>
  start(smallDisk(folder, megabytes))
