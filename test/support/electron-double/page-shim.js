// Runs in a page before its own scripts: the part of Electron that a sandboxed preload script may require.
const invoke = window.electronDoubleInvoke
delete window.electronDoubleInvoke
const allows = window.electronDoubleAllows
delete window.electronDoubleAllows
const listeners = new Map()
Object.defineProperty(window, 'electronDouble', {
  value: { receive: (channel, args) => (listeners.get(channel) ?? []).map((listener) => listener({}, ...args)) },
})
const ipcRenderer = {
  on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  off: (channel, listener) =>
    void listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((each) => each !== listener),
    ),
  async invoke(channel, ...args) {
    const outcome = await invoke(channel, structuredClone(args))
    if ('error' in outcome) throw new Error(outcome.error)
    return outcome.reply
  },
}
const contextBridge = {
  exposeInMainWorld: (name, value) => Object.defineProperty(window, name, { value: Object.freeze(value) }),
}
// Chromium by itself lets every press copy; in Electron the app's own handlers say.
const write = navigator.clipboard.writeText.bind(navigator.clipboard)
navigator.clipboard.writeText = async (text) => {
  if (await allows('clipboard-sanitized-write')) return write(text)
  throw new DOMException('Write permission denied.', 'NotAllowedError')
}
// A page knows no paths: the test's `folder` stands in for the place that the person chose from.
const webUtils = { getPathForFile: (file) => `${folder}/${file.name}` }
// biome-ignore lint/correctness/noUnusedVariables: the preload script behind this text gets it
function requireElectron(name) {
  if (name === 'electron') return { ipcRenderer, contextBridge, webUtils }
  throw new Error(`module not found: ${name}`)
}
