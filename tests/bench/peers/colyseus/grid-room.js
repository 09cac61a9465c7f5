import { Room } from '@colyseus/core'
import { StateView, schema, t } from '@colyseus/schema'
import { createTickTimes } from '../../measured/tick-times.ts'
import { Buckets } from './buckets.js'

/** How likely a roamer tries a step in a tick. */
const roamProbability = 0.5

const directions = [-1, 0, 1]
  .flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy]))
  .filter(([dx, dy]) => dx !== 0 || dy !== 0)

const Being = schema({ x: t.uint16(), y: t.uint16(), kind: t.uint8(), look: t.uint8() }, 'Being')

const World = schema({ tick: t.uint32(), at: t.float64(), beings: t.map(Being).view() }, 'World')

const kinds = { roamer: 0, walker: 1 }

/** What the rooms of this process took. */
export const ticks = createTickTimes(['simulate', 'views', 'send'])

/**
 * The same world as the module `crowd`, as one would build it with Colyseus: memory only, one view for each client with
 * all that is within a square about its walker, and all of it sent at the end of each tick.
 */
export class GridRoom extends Room {
  state = new World()
  autoDispose = false
  maxClients = Number.POSITIVE_INFINITY
  moves = []

  messages = {
    move: ({ sessionId }, { dx, dy }) => {
      if (isStep(dx) && isStep(dy)) this.moves.push({ sessionId, dx, dy })
    },
  }

  onCreate({ entities, side, sight, hz }) {
    this.side = side
    this.sight = sight
    this.buckets = new Buckets({ side, cell: Math.max(1, sight) })
    this.beings = new Map()
    for (let index = 0; index < entities; index++) this.create(`roamer ${index}`, kinds.roamer)
    this.setTimestep(() => this.step(), 1_000 / hz)
    // What changed is sent by the step itself.
    this.patchRate = null
  }

  onJoin(client) {
    const walker = this.create(client.sessionId, kinds.walker)
    client.userData = { walker, seen: new Set() }
    client.view = new StateView()
  }

  onLeave(client) {
    const { walker } = client.userData
    for (const { view, userData } of this.clients) if (userData.seen.delete(walker)) view.remove(walker.shown)
    this.buckets.remove(walker)
    this.beings.delete(walker.id)
    this.state.beings.delete(walker.id)
    client.view.dispose()
  }

  step() {
    const begun = performance.now()
    this.simulate()
    const simulated = performance.now()
    for (const client of this.clients) this.updateView(client)
    const viewed = performance.now()
    this.state.tick += 1
    this.state.at = Date.now()
    this.broadcastPatch()
    const sent = performance.now()
    ticks.note({ simulate: simulated - begun, views: viewed - simulated, send: sent - viewed, total: sent - begun })
  }

  simulate() {
    for (const being of this.beings.values())
      if (being.kind === kinds.roamer && Math.random() < roamProbability) {
        const [dx, dy] = directions[Math.floor(Math.random() * directions.length)]
        this.move(being, dx, dy)
      }
    for (const { sessionId, dx, dy } of this.moves) {
      const walker = this.beings.get(sessionId)
      if (walker !== undefined) this.move(walker, dx, dy)
    }
    this.moves = []
  }

  updateView({ view, userData }) {
    const { walker, seen } = userData
    const now = new Set(this.buckets.within(walker, this.sight))
    for (const being of seen) if (!now.has(being)) view.remove(being.shown)
    for (const being of now) if (!seen.has(being)) view.add(being.shown)
    userData.seen = now
  }

  /** A being in a random place. What a view looks at are plain numbers: fields of a schema are slower to read. */
  create(id, kind) {
    const [x, y] = [Math.floor(Math.random() * this.side), Math.floor(Math.random() * this.side)]
    const shown = new Being().assign({ x, y, kind, look: Math.floor(Math.random() * 16) })
    const being = { id, kind, x, y, shown }
    this.beings.set(id, being)
    this.buckets.add(being)
    this.state.beings.set(id, shown)
    return being
  }

  move(being, dx, dy) {
    const [x, y] = [clamp(being.x + dx, this.side), clamp(being.y + dy, this.side)]
    if (x !== being.x) being.shown.x = x
    if (y !== being.y) being.shown.y = y
    this.buckets.move(being, x, y)
  }
}

function isStep(value) {
  return value === -1 || value === 0 || value === 1
}

function clamp(coordinate, size) {
  return Math.max(0, Math.min(size - 1, coordinate))
}
