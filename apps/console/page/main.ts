import { element } from 'gridtick/screen'
import { inspector } from './inspector/inspector.ts'
import { playground } from './playground/playground.ts'
import { addressOf, startRouter } from './router.ts'

const links = {
  play: element('a', { href: addressOf('play') }, 'Play'),
  inspect: element('a', { href: addressOf('inspect') }, 'Inspect'),
}

const root = element('main', { id: 'content', tabindex: -1 })

document
  .getElementById('page')
  ?.replaceWith(
    element('a', { class: 'skip', href: '#content' }, 'Skip to the content'),
    element(
      'header',
      { class: 'top' },
      element('a', { class: 'brand', href: addressOf('play') }, 'Gridtick'),
      element('nav', { 'aria-label': 'Pages' }, links.play, links.inspect, element('a', { href: '/docs' }, 'API')),
    ),
    root,
  )

startRouter({
  root,
  pages: { play: playground, inspect: inspector },
  first: 'play',
  onShown(name) {
    for (const [page, link] of Object.entries(links))
      if (page === name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
  },
})
