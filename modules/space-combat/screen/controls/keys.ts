/** Presses the button that names this key as its `aria-keyshortcuts`, if it is there and can be pressed. */
export function pressKey(root: HTMLElement, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || !/^[a-z1-9]$/.test(key)) return false
  const buttons = root.querySelectorAll<HTMLButtonElement>(`button[aria-keyshortcuts="${key}"]:enabled`)
  const shown = [...buttons].find((button) => button.offsetParent !== null)
  shown?.click()
  return shown !== undefined
}

/** What a button says of its key: to programs, and to who points at it. */
export function keyed(key: string): { readonly 'aria-keyshortcuts': string; readonly title: string } {
  return { 'aria-keyshortcuts': key, title: `Key ${key}` }
}
