import { defineBot, type ZoneView } from '@gridtick/client'
import type { helloGrid } from './hello-grid.ts'

/** How likely a walker says something instead of walking. */
const talkativeness = 0.05

const remarks = ['Hello!', 'Nice grid.', 'Is that pebble yours?', 'I come here often.']

/** Walks to the nearest pebble it sees, and about where it sees none. Now and then it says something. */
export const helloGridBot = defineBot<typeof helloGrid>({
  thinkMs: 500,
  act({ view, playerId, random, last }) {
    const own = [...view.entities.values()].find(({ kind, ownerId }) => kind === 'walker' && ownerId === playerId)
    if (own === undefined) return undefined
    if (random.float() < talkativeness) return { type: 'say', payload: { text: random.pick(remarks) } }
    const wasRefused = last !== undefined && 'intent' in last && last.result.outcome === 'refused'
    const pebble = wasRefused ? undefined : nearestPebble(view, own)
    if (pebble === undefined) return { type: 'step', payload: random.pick(directions) }
    return { type: 'step', payload: { dx: Math.sign(pebble.x - own.x), dy: Math.sign(pebble.y - own.y) } }
  },
})

const directions = [-1, 0, 1]
  .flatMap((dx) => [-1, 0, 1].map((dy) => ({ dx, dy })))
  .filter(({ dx, dy }) => dx !== 0 || dy !== 0)

type Place = { readonly x: number; readonly y: number }

/** By the number of steps to it, diagonal ones included. One below the own feet is none: a step goes somewhere. */
function nearestPebble(view: ZoneView<typeof helloGrid>, from: Place): Place | undefined {
  const steps = ({ x, y }: Place) => Math.max(Math.abs(x - from.x), Math.abs(y - from.y))
  return [...view.entities.values()]
    .filter((entity) => entity.kind === 'pebble' && steps(entity) > 0)
    .sort((one, other) => steps(one) - steps(other))[0]
}
