import { element } from '@gridtick/screen'

const shownMs = 5_000
/** More than these at once help nobody; the oldest goes. */
const shownMax = 4

const list = element('ul', { class: 'notices', 'aria-live': 'polite' })

/** Takes all away: they are about a page that was left. */
export function clearNotices(): void {
  list.replaceChildren()
}

/** A short message at the edge of the page, which goes away by itself. */
export function notify(message: string, tone: 'info' | 'good' | 'bad' = 'info'): void {
  if (!list.isConnected) document.body.append(list)
  const notice = element('li', { class: `notice ${tone}`, role: tone === 'bad' ? 'alert' : undefined }, message)
  notice.addEventListener('click', () => notice.remove())
  list.append(notice)
  while (list.children.length > shownMax) list.firstElementChild?.remove()
  setTimeout(() => notice.remove(), shownMs)
}
