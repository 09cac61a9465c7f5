import type { EntityOf } from 'gridtick'
import { defineModule, type GameModule, type UpdateOf } from 'gridtick'
import { z } from 'zod'

const kinds = {
  vault: z.strictObject({ gold: z.int().min(0) }),
  account: z.strictObject({ gold: z.int().min(0), paid: z.int(), asked: z.int() }),
}
type Thing = EntityOf<typeof kinds>

/** All the gold there is. It must never become more or less. */
export const goldTotal = 1_000_000
const startGold = 100

/** Accounts that pay each other; whoever joins gets some gold of the vault, and gives it back on leaving. */
export const bank: GameModule = defineModule({
  name: 'bank',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: kinds,
  intents: {
    pay: z.strictObject({ to: z.string(), gold: z.int().min(1) }),
    explode: z.strictObject({}),
  },
  redactions: { stranger: (entity) => ({ ...entity, data: {} }) },
  schedule: { kind: 'interval', everyMs: 100 },

  createZone: () => ({ create: [{ id: 'vault', kind: 'vault', x: 0, y: 0, data: { gold: goldTotal } }] }),

  onTick({ entities, intents, membership, newId, random, tick }) {
    const accounts = new Map<string, { id: string; gold: number }>()
    for (const { id, ownerId, data } of entities.ofKind('account')) accounts.set(ownerId ?? '', { id, gold: data.gold })
    const create = []
    const gone: string[] = []
    const update: UpdateOf<Thing>[] = []
    const give = (id: string, gold: number) => update.push({ id, inc: [[['data', 'gold'], gold]] })

    for (const { playerId, change } of membership) {
      const known = accounts.get(playerId)
      if (change === 'left' && known !== undefined) {
        accounts.delete(playerId)
        gone.push(known.id)
        give('vault', known.gold)
      } else if (change === 'joined') {
        const id = newId('account')
        accounts.set(playerId, { id, gold: startGold })
        const data = { gold: startGold, paid: 0, asked: 0 }
        create.push({ id, kind: 'account' as const, x: random.int(0, 9), y: 0, ownerId: playerId, data })
        give('vault', -startGold)
      }
    }

    const refuse = []
    for (const { id: intentId, playerId, type, payload } of intents) {
      if (type === 'explode') throw new Error(`exploded in tick ${tick}`)
      const [from, to] = [accounts.get(playerId), accounts.get(payload.to)]
      if (from !== undefined) update.push({ id: from.id, inc: [[['data', 'asked'], 1]] })
      if (from === undefined || to === undefined || from === to || from.gold < payload.gold) {
        refuse.push({ intentId, code: 'no_gold', message: 'That cannot be paid.' })
        continue
      }
      from.gold -= payload.gold
      to.gold += payload.gold
      give(from.id, -payload.gold)
      give(to.id, payload.gold)
      update.push({ id: from.id, inc: [[['data', 'paid'], 1]] })
    }
    return { create, update: update.filter(({ id }) => !gone.includes(id)), delete: gone, refuse }
  },

  getPlayerState: ({ base, playerId, redact }) => ({
    entities: base.entities
      .ofKind('account')
      .map((entity) => (entity.ownerId === playerId ? entity : redact(entity, 'stranger'))),
  }),
})
