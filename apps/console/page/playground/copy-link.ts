import { element } from '@gridtick/screen'
import { notify } from '../notices.ts'
import { aloud, sign } from './short-words.ts'

/** A button that copies this page's address, to invite others. Where it may not, it shows the address to copy by hand. */
export function copyLink(): HTMLElement {
  const byHand = element('input', { readonly: true, 'aria-label': 'Link to this zone', hidden: true })
  const button = element(
    'button',
    { type: 'button', on: { click: () => void copy() } },
    aloud('Copy link'),
    sign('Link'),
  )

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href)
      notify('The link is copied. Anyone who opens it can choose a name and play.', 'good')
    } catch {
      byHand.hidden = false
      byHand.value = location.href
      byHand.select()
    }
  }

  return element('span', { class: 'row' }, button, byHand)
}
