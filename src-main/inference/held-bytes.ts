import { readFileSync } from 'node:fs'

/**
 * Memory that comes back when this process ends, in bytes. Weights that are read from their file straight away count as
 * free on Linux already; what a processor repacks, and keys and values, do not.
 */
export function heldBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024
}
