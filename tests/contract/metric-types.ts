import { type DraftOf, defineMetrics, defineModule, draftTick, everyone } from 'gridtick'
import { z } from 'zod'

/** What the compiler must find about metrics: `npx tsc -p .` reads this file. Nothing here is run. */

const game = {
  config: z.strictObject({}),
  entities: {},
  metrics: defineMetrics({
    passed: { kind: 'counter', help: 'Who went through', labels: { way: ['in', 'out'], by: ['foot', 'cart'] } },
    beats: { kind: 'counter', help: 'Beats' },
    seconds: { kind: 'histogram', help: 'How long it was open', labels: { way: ['in', 'out'] } },
  }),
}

const parts = {
  ...game,
  name: 'gate',
  version: '1.0.0',
  stateVersion: 1,
  intents: {},
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({}),
  getPlayerState: () => ({ entities: [] }),
} as const

defineModule({
  ...parts,
  onTick(tick) {
    tick.count('passed', { way: 'in', by: 'cart' }, 2)
    tick.count('beats')
    tick.count('beats', {}, 2)
    tick.observe('seconds', { way: 'out' }, 1.5)
    // @ts-expect-error there is no such metric
    tick.count('past')
    // @ts-expect-error a histogram is not counted
    tick.count('seconds', { way: 'in' })
    // @ts-expect-error nor a counter observed
    tick.observe('beats', {}, 1)
    // @ts-expect-error its labels are named, all of them
    tick.count('passed', { way: 'in' })
    // @ts-expect-error and have only these values
    tick.count('passed', { way: 'up', by: 'cart' })
    // @ts-expect-error this one has no label
    tick.count('beats', { way: 'in' })
    // @ts-expect-error a value is a number
    tick.observe('seconds', { way: 'out' }, '1')
    const draft = draftTick(tick)
    pass(draft)
    return draft.result()
  },
})

/** A function beside the module knows them, too. */
function pass(draft: DraftOf<typeof game>): void {
  draft.count('passed', { way: 'in', by: 'foot' })
  draft.emit('passed', {}, everyone())
  // @ts-expect-error there is no such label
  draft.count('passed', { wey: 'in' })
}

/** Names and labels in the definition itself are known without help. */
defineModule({
  ...parts,
  metrics: { tolls: { kind: 'counter', help: 'Tolls', labels: { paid: ['yes', 'no'] } } },
  onTick(tick) {
    tick.count('tolls', { paid: 'yes' })
    // @ts-expect-error the label has no such value
    tick.count('tolls', { paid: 'maybe' })
    return {}
  },
})

/** A module without metrics counts nothing. */
const { metrics: _metrics, ...open } = parts
defineModule({
  ...open,
  onTick(tick) {
    // @ts-expect-error it declares none
    tick.count('beats')
    return {}
  },
})

// @ts-expect-error there is no such kind
defineModule({ ...open, metrics: { size: { kind: 'gauge', help: 'Size' } }, onTick: () => ({}) })
