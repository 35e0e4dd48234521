import { appendFileSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const POLL_MS = 200
/** A lock file without an owner is one whose owner is about to write its name, unless it is older than this. */
const UNNAMED_MS = 5_000

/** @typedef {{ alsoHeldBy: (pid: number) => void }} Lock */

/**
 * Does work that only one process at a time may do. The lock file names its owner; a dead owner's lock is taken over.
 * A helper that may outlive us (npm, killed parent) is named with `alsoHeldBy`: the lock counts while any owner lives.
 * @template T
 * @param {string} path
 * @param {(pid: number) => void} onBusy told once, before waiting
 * @param {(lock: Lock) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, onBusy, work) {
  const own = nameOf(process.pid)
  for (let told = false; !tryCreate(path, own); ) {
    const text = readText(path)
    if (text === undefined) continue
    const owner = liveOwner(path, text)
    if (owner === undefined) {
      takeAway(path, text)
      continue
    }
    if (!told && owner !== 0) onBusy(owner)
    told ||= owner !== 0
    await wait(POLL_MS)
  }
  const release = () => {
    if (readText(path)?.startsWith(own)) rmSync(path, { force: true })
  }
  process.once('exit', release)
  try {
    return await work({ alsoHeldBy: (pid) => appendFileSync(path, nameOf(pid)) })
  } finally {
    process.off('exit', release)
    release()
  }
}

/**
 * @param {string} path
 * @param {string} own
 */
function tryCreate(path, own) {
  try {
    writeFileSync(path, own, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * The pid of an owner that is alive, 0 when the owner has not written its name yet, undefined when all are dead.
 * @param {string} path
 * @param {string} text
 */
function liveOwner(path, text) {
  const names = text.split('\n').filter((line) => line !== '')
  if (names.length === 0) return ageMs(path) < UNNAMED_MS ? 0 : undefined
  const alive = names.find((name) => nameOf(Number.parseInt(name, 10)) === `${name}\n`)
  return alive === undefined ? undefined : Number.parseInt(alive, 10)
}

/**
 * Takes a dead owner's lock away. Of two processes that judged it dead, the slower may have moved the faster one's
 * new lock: it is put back.
 * @param {string} path
 * @param {string} judged
 */
function takeAway(path, judged) {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  try {
    if (readText(aside) !== judged) linkSync(aside, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * A process as one line: its pid and, where the system tells, its start time, as pids are given again. A process that
 * is gone (or a zombie that nobody has collected) has the empty name.
 * @param {number} pid
 */
function nameOf(pid) {
  if (!(pid > 0)) return ''
  if (process.platform === 'linux') {
    const [state, ...fields] = (readText(`/proc/${pid}/stat`) ?? '').split(') ').pop()?.split(' ') ?? []
    if (state === 'Z') return ''
    if (fields[18] !== undefined) return `${pid} ${fields[18]}\n`
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return ''
  }
  return `${pid}\n`
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Gone between two looks: whoever held it has let go.
    return undefined
  }
}

/** @param {string} path */
function ageMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? Date.now() - stat.mtimeMs : 0
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
