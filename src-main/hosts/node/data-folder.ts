import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder where a platform keeps an app's data: the library's place unless another is chosen. */
export function dataFolder(platform = process.platform, env: NodeJS.ProcessEnv = process.env): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Persona Loom')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Persona Loom')
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'persona-loom')
}

/** The folder for what can be made again at any time, on this machine only: it does not move with a library. */
export function cacheFolder(platform = process.platform, env: NodeJS.ProcessEnv = process.env): string {
  if (env['LOOM_CACHE']) return env['LOOM_CACHE']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Persona Loom')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Persona Loom')
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'persona-loom')
}
