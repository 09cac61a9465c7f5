import { connect } from 'node:net'
import { defineModule, type Entity } from 'gridtick'
import { z } from 'zod'

const late = async (): Promise<never> => {
  await null
  throw new Error('canary-text too late')
}
const soon = () => Promise.reject(new Error('canary-text too late'))

/** What a module may start in a tick, and that goes wrong after it, by name. */
export const strays: Readonly<Record<string, () => void>> = {
  rejectsLater: () => void late(),
  rejectsWithANumber: () => void Promise.reject(5),
  rejectsInATimer: () => void setTimeout(() => void Promise.reject(7), 1),
  throwsInATimer: () =>
    void setTimeout(() => {
      throw new Error('canary-text in a timer')
    }, 1),
  throwsInAMicrotask: () =>
    queueMicrotask(() => {
      throw new Error('canary-text in a microtask')
    }),
  connectsToNobody: () => void connect(9, '127.0.0.1'),
  fetchesFromNobody: () => void fetch('http://127.0.0.1:9/'),
}

/** Returns what no hook may return, and starts what goes wrong later, for a player who asks for it. */
export const strayer = defineModule({
  name: 'strayer',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ fails: z.enum(['no', 'createZone', 'canJoin']).default('no') }),
  entities: { wish: z.strictObject({ how: z.string() }), odd: z.strictObject({ n: z.int().refine(soon) }) },
  intents: {
    start: z.strictObject({ how: z.string() }),
    wish: z.strictObject({ how: z.string() }),
    onTick: z.strictObject({}),
    event: z.strictObject({}),
    refusal: z.strictObject({}),
    entity: z.strictObject({}),
    schema: z.strictObject({ n: z.int().refine(soon) }),
  },
  queries: {
    promise: { input: z.strictObject({}), answer: soon as unknown as () => number },
    schema: { input: z.strictObject({ n: z.int().refine(soon) }), answer: () => 1 },
  },
  redactions: { dim: soon as unknown as (entity: Entity) => Entity },
  schedule: { kind: 'interval', everyMs: 20 },

  createZone: ({ config }) => (config.fails === 'createZone' ? (soon() as unknown as object) : {}),
  canJoin: ({ base }) =>
    base.zone.config.fails === 'canJoin' ? (soon() as unknown as { accepted: true }) : { accepted: true },
  onTick({ intents, entities }) {
    for (const { type, payload } of intents) if (type === 'start') strays[payload.how]?.()
    const has = (wanted: string) => intents.find(({ type }) => type === wanted)
    if (has('onTick')) return soon() as unknown as object
    const refused = has('refusal')
    return {
      create: intents
        .flatMap(({ type, payload, playerId: ownerId }) =>
          type === 'wish' ? [{ kind: 'wish' as const, x: 0, y: 0, ownerId, data: { how: payload.how } }] : [],
        )
        .concat(has('entity') ? ([{ kind: 'odd', x: 0, y: 0, data: { n: 1 } }] as never[]) : []),
      delete: intents.flatMap(({ type, playerId }) =>
        type === 'wish' ? entities.ownedBy(playerId).map(({ id }) => id) : [],
      ),
      ...(has('event')
        ? { events: [{ event: 'e', payload: soon() as never, to: { kind: 'everyone' as const } }] }
        : {}),
      ...(refused ? { refuse: [{ intentId: refused.id, code: 'no', message: 'No.', details: soon() as never }] } : {}),
    }
  },
  getPlayerState({ base, playerId, redact }) {
    const [wish] = base.entities.ownedBy(playerId)
    if (wish?.kind === 'wish' && wish.data.how === 'promise') return soon() as unknown as { entities: [] }
    if (wish?.kind === 'wish' && wish.data.how === 'redaction') return { entities: [redact(wish, 'dim')] }
    return { entities: wish === undefined ? [] : [wish] }
  },
})
