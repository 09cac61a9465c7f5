import { element } from '@gridtick/screen'
import { addressOf } from './address.ts'

/** Longer ones are cut: anybody may put anything into a link. */
const shownMax = 60

/** Says that an address leads nowhere, why, and where to go on. */
export function noSuchPlace(root: HTMLElement, { what, why }: { readonly what: string; readonly why: string }): void {
  root.append(
    element(
      'section',
      { class: 'no-such-place panel', role: 'alert' },
      element('h1', {}, what),
      element('p', {}, why),
      element('a', { href: addressOf('play') }, '← To all zones'),
    ),
  )
}

/** A link to a zone that cannot be one. */
export function noSuchZone(root: HTMLElement, zoneId: string): void {
  noSuchPlace(root, {
    what: 'There is no such zone',
    why: `“${shorten(zoneId)}” is not the id of a zone. Perhaps the link was cut off or changed: ask for it again, or choose a zone from the list.`,
  })
}

/** A link to a page that there is not. */
export function noSuchPage(root: HTMLElement, name: string): void {
  noSuchPlace(root, {
    what: 'There is no such page',
    why: `The address ends in “#/${shorten(name)}”, which leads nowhere. Perhaps the link was cut off or changed.`,
  })
}

function shorten(text: string): string {
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text
}
