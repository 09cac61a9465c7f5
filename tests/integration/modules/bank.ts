import { defineModule } from 'gridtick'
import { z } from 'zod'

/** Money moves between accounts and is never made or lost. Each transfer that was carried out leaves a receipt. */
export const bank = defineModule({
  name: 'bank',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ accounts: z.int().min(2).max(100).default(10), cents: z.int().default(1_000) }),
  entities: {
    account: z.strictObject({ cents: z.int().min(0) }),
    receipt: z.strictObject({ key: z.string() }),
  },
  intents: {
    transfer: z.strictObject({ key: z.string().max(64), from: z.int(), to: z.int(), cents: z.int().min(1) }),
  },
  schedule: { kind: 'interval', everyMs: 20 },

  createZone: ({ config: { accounts, cents } }) => ({
    create: Array.from({ length: accounts }, (_, x) => ({
      kind: 'account' as const,
      id: `a${x}`,
      x,
      y: 0,
      data: { cents },
    })),
  }),

  onTick({ entities, intents }) {
    const balances = new Map(entities.ofKind('account').map(({ id, data }) => [id, data.cents]))
    const carriedOut = []
    const refused = []
    for (const { id: intentId, payload } of intents) {
      const [from, to] = [`a${payload.from}`, `a${payload.to}`]
      const [paying, receiving] = [balances.get(from), balances.get(to)]
      if (paying === undefined || receiving === undefined || from === to || paying < payload.cents) {
        refused.push({ intentId, code: 'no_funds', message: 'There is not as much in this account.' })
        continue
      }
      balances.set(from, paying - payload.cents)
      balances.set(to, receiving + payload.cents)
      carriedOut.push({ key: payload.key, from, to, cents: payload.cents })
    }
    return {
      create: carriedOut.map(({ key }) => ({ kind: 'receipt' as const, x: 0, y: 0, data: { key } })),
      update: carriedOut.flatMap(({ from, to, cents }) => [
        { id: from, inc: [[['data', 'cents'], -cents]] as const },
        { id: to, inc: [[['data', 'cents'], cents]] as const },
      ]),
      refuse: refused,
    }
  },

  getPlayerState: ({ base }) => ({ entities: base.entities.ofKind('account') }),
})
