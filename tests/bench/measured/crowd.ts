import { type CreateOf, defineModule, type EntityOf, type Random, type UpdateOf, withinRadius } from 'gridtick'
import { z } from 'zod'

/** A member whose socket was lost this long ago is removed, so that load that comes and goes does not pile up. */
const awayMaxMs = 60_000

/** How likely a roamer tries a step in a tick. */
const roamProbability = 0.5

const directions = [-1, 0, 1]
  .flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const))
  .filter(([dx, dy]) => dx !== 0 || dy !== 0)

const kinds = {
  roamer: z.strictObject({ look: z.int() }),
  walker: z.strictObject({ look: z.int() }),
}
type Being = EntityOf<typeof kinds>
type Grid = { readonly width: number; readonly height: number }

/**
 * A crowd to measure with: roamers that walk about by chance, players who walk among them. Nothing is in anybody's way,
 * and a player sees all within a square.
 */
export const crowd = defineModule({
  name: 'crowd',
  version: '1.0.0',
  stateVersion: 1,
  description: 'Roamers and walkers without rules, for measurements.',
  config: z.strictObject({
    entities: z.int().min(0).default(1_000),
    width: z.int().min(1).default(256),
    height: z.int().min(1).default(256),
    sight: z.int().min(0).default(24),
  }),
  entities: kinds,
  intents: {
    move: z.strictObject({ dx: z.int().min(-1).max(1), dy: z.int().min(-1).max(1) }),
  },
  schedule: { kind: 'interval', everyMs: 100 },

  createZone: ({ config, random }) => ({
    create: Array.from({ length: config.entities }, () => being('roamer', config, random)),
  }),

  onTick({ zone, entities, intents, membership, players, now, random }) {
    const places = new Map<string, { x: number; y: number }>()
    const step = (entity: Being, dx: number, dy: number) => {
      if (dx === 0 && dy === 0) return
      const { x, y } = places.get(entity.id) ?? entity
      places.set(entity.id, { x: clamp(x + dx, zone.config.width), y: clamp(y + dy, zone.config.height) })
    }

    for (const roamer of entities.ofKind('roamer'))
      if (random.chance(roamProbability)) step(roamer, ...random.pick(directions))
    for (const { playerId, payload } of intents)
      for (const walker of entities.ownedBy(playerId)) step(walker, payload.dx, payload.dy)

    const create: CreateOf<typeof kinds>[] = []
    const gone: string[] = []
    for (const { playerId, change } of membership) {
      if (change === 'joined') create.push({ ...being('walker', zone.config, random), ownerId: playerId })
      if (change === 'left') gone.push(playerId)
    }
    const removePlayers = players
      .filter(({ disconnectedAt }) => disconnectedAt !== null && now - disconnectedAt >= awayMaxMs)
      .map(({ playerId }) => playerId)
    const deleted = new Set([...gone, ...removePlayers].flatMap((id) => entities.ownedBy(id)).map(({ id }) => id))
    const update: UpdateOf<Being>[] = []
    for (const [id, set] of places) if (!deleted.has(id)) update.push({ id, set })
    return { create, update, delete: [...deleted], removePlayers }
  },

  getPlayerState({ base, playerId }) {
    const [own] = base.entities.ownedBy(playerId)
    return { entities: own === undefined ? [] : withinRadius(base.entities, own, base.zone.config.sight) }
  },
})

function being<Kind extends 'roamer' | 'walker'>(kind: Kind, { width, height }: Grid, random: Random) {
  const [x, y] = [random.int(0, width - 1), random.int(0, height - 1)]
  return { kind, x, y, data: { look: random.int(0, 15) } }
}

function clamp(coordinate: number, size: number): number {
  return Math.max(0, Math.min(size - 1, coordinate))
}
