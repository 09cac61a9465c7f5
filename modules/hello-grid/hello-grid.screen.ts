import type { SeenEntity } from '@gridtick/client'
import { createGridCanvas, defineScreen, element, type Looks } from '@gridtick/screen'
import type { helloGrid } from './hello-grid.ts'

type Module = typeof helloGrid

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}

const looks: Looks<SeenEntity<Module>> = {
  pebble: { shape: 'hexagon', colour: '--faint', fills: 0.35 },
  walker: { letter: '☻', colour: '--info', fills: 0.9, layer: 1, tag: ({ data }) => data.name },
}

/** Walkers with their names, pebbles, and what is said in speech bubbles. */
export const screen = defineScreen<Module>({
  looks,
  styles: `
    .screen-hello-grid { display: grid; gap: 0.75rem; }
    .screen-hello-grid .meadow { height: clamp(16rem, 60vh, 44rem); border: 1px solid var(--line); border-radius: var(--round); overflow: hidden; }
    .screen-hello-grid form { display: flex; gap: 0.5rem; }
    .screen-hello-grid input { flex: 1; min-width: 0; }
    .screen-hello-grid p { margin: 0; color: var(--faint); }
  `,

  mount({ root, zone, playerId, send, onKey }) {
    const ownWalker = () => [...zone.view.entities.values()].find((entity) => entity.ownerId === playerId)
    const grid = createGridCanvas<SeenEntity<Module>>({
      playerId,
      bounds: zone.bounds,
      sight: zone.config.sight,
      label: 'The meadow as your walker sees it',
      looks,
      // A tap goes one step towards that cell.
      onPick({ x, y }) {
        const from = ownWalker()
        if (from === undefined || (from.x === x && from.y === y)) return
        void send('step', { dx: Math.sign(x - from.x), dy: Math.sign(y - from.y) })
      },
    })
    const pebbles = element('p', { role: 'status' })
    const text = element('input', {
      'aria-label': 'What to say',
      placeholder: 'Say something',
      maxlength: 200,
      required: true,
    })
    const say = async (event: Event) => {
      event.preventDefault()
      const result = await send('say', { text: text.value })
      if (result.outcome === 'applied') text.value = ''
    }

    const update = () => {
      const own = ownWalker()
      const taken = own?.kind === 'walker' ? (own.data.pebbles ?? 0) : 0
      const left = zone.view.extras.pebblesLeft
      const text = `You have ${taken} ${taken === 1 ? 'pebble' : 'pebbles'}, and ${left} ${left === 1 ? 'lies' : 'lie'} about.`
      if (pebbles.textContent !== text) pebbles.textContent = text
      grid.show(zone.view.entities.values())
    }

    const stops = [
      zone.on('tick', update),
      zone.on('event', ({ event, payload }) => {
        if (event !== 'said') return
        const { from, text } = payload
        for (const { id, ownerId } of zone.view.entities.values()) if (ownerId === from) grid.say(id, text)
      }),
      onKey(({ key, repeat }) => {
        const [dx, dy] = directions[key] ?? []
        if (dx === undefined || dy === undefined) return false
        // A key that is held asks for the next step when the last one is done.
        if (!repeat || zone.pending === 0) void send('step', { dx, dy })
        return true
      }),
    ]
    root.append(
      element('div', { class: 'meadow' }, grid.root),
      pebbles,
      element('p', {}, 'Walk with the arrow keys, or tap where to go.'),
      element('form', { on: { submit: (event) => void say(event) } }, text, element('button', {}, 'Say')),
    )
    update()

    return () => {
      for (const stop of stops) stop()
      grid.remove()
    }
  },
})
