import { accept, debugOnly, defineModule, type EntityTable, refuse, visibleTo } from 'gridtick'
import { z } from 'zod'

export const helloGrid = defineModule({
  name: 'hello-grid',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ width: z.int().min(4).max(512).default(32), sight: z.int().default(5) }),
  entities: {
    walker: z.strictObject({ name: z.string(), pebbles: z.int() }),
    pebble: z.strictObject({}),
  },
  intents: {
    step: z.strictObject({ dx: z.int().min(-1).max(1), dy: z.int().min(-1).max(1) }),
    say: z.strictObject({ text: z.string() }),
    teleport: debugOnly(z.strictObject({ x: z.int(), y: z.int() })),
  },
  queries: {
    count: {
      input: z.strictObject({ kind: z.string() }),
      answer: ({ base, input }) => base.entities.all().filter((e) => e.kind === input.kind).length,
    },
  },
  redactions: { stranger: (e) => ({ ...e, data: e.kind === 'walker' ? { name: e.data.name } : {} }) },
  schedule: { kind: 'interval', everyMs: 250 },
  createZone({ config, random }) {
    return { create: [{ kind: 'pebble', x: random.int(0, config.width - 1), y: 0, data: {} }] }
  },
  canJoin({ base }) {
    return base.players.length < 3 ? accept() : refuse('zone_full', 'full')
  },
  onTick({ entities, intents }) {
    for (const intent of intents) {
      switch (intent.type) {
        case 'step': {
          const n: number = intent.payload.dx
          void n
          break
        }
        case 'teleport': {
          const n: number = intent.payload.x
          void n
          break
        }
      }
    }
    const w = entities.ofKind('walker')[0]
    return {
      update: w ? [{ id: w.id, set: { x: w.x + 1, data: { pebbles: 3 } } }] : [],
      events: [{ event: 'x', payload: {}, to: visibleTo('a') }],
    }
  },
  getPlayerState({ base, redact }) {
    const t: EntityTable = base.entities
    void t
    return { entities: base.entities.all().map((e) => redact(e, 'stranger')) }
  },
})
