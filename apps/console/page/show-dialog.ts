/** Shows a dialog until it is closed, or the person goes to another page, which it would lie over. */
export async function showDialog(dialog: HTMLDialogElement): Promise<void> {
  const close = () => dialog.close()
  addEventListener('hashchange', close)
  document.body.append(dialog)
  dialog.showModal()
  await new Promise((resolve) => dialog.addEventListener('close', resolve))
  removeEventListener('hashchange', close)
  dialog.remove()
}
