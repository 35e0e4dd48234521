/** Gives the focus to the page: to its first field where it is a form that names one, else to the whole of it. */
export function focusPage(): void {
  const page = document.getElementById('page')
  const target = page?.querySelector<HTMLElement>('[data-autofocus]') ?? page
  target?.focus({ preventScroll: true })
}
