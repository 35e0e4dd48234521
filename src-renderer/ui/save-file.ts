/** Hands a text made in the page to the browser's own downloads. */
export function saveFile(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The click only begins the download; the browser still reads the address for a moment.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
