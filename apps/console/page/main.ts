import { element } from '@gridtick/screen'
import { addressOf } from './address.ts'
import { debugLogin } from './debug-login.ts'
import { startDevelopmentBanner } from './development/banner.ts'
import { inspector } from './inspector/inspector.ts'
import { noSuchPage } from './no-such-place.ts'
import { playground } from './playground/playground.ts'
import { startRouter } from './router.ts'

const links = {
  play: element('a', { href: addressOf('play') }, 'Play'),
  inspect: element('a', { href: addressOf('inspect') }, 'Inspect'),
}

const root = element('main', { id: 'content', tabindex: -1 })

document
  .getElementById('page')
  ?.replaceWith(
    element('a', { class: 'skip', href: '#content', on: { click: skipToContent } }, 'Skip to the content'),
    element(
      'header',
      { class: 'top' },
      element('a', { class: 'brand', href: addressOf('play') }, 'Gridtick'),
      element(
        'nav',
        { 'aria-label': 'Pages' },
        links.play,
        links.inspect,
        element('a', { href: 'docs' }, 'REST API'),
        element('a', { href: 'docs/socket' }, 'Socket API'),
      ),
      debugLogin(),
    ),
    root,
  )

startRouter({
  root,
  pages: { play: playground, inspect: inspector },
  first: 'play',
  unknown: noSuchPage,
  onShown(name) {
    for (const [page, link] of Object.entries(links))
      if (page === name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
  },
})

if ('development' in document.documentElement.dataset) startDevelopmentBanner()

/** The address behind `#` belongs to the pages, so the link's own way is not taken. */
function skipToContent(event: Event): void {
  event.preventDefault()
  root.focus()
}
