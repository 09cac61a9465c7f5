import { carryOut, draftTick, type Intent, type IntentHandlerOf, refuse, type TickOf } from 'gridtick'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createRandom } from '../../framework/engine/src/kernel/random.ts'
import { noteReading } from '../../framework/engine/src/module/note-reading.ts'
import { silentModuleLog } from '../../framework/engine/src/module/run-module.ts'
import { createEntityTable } from '../../framework/engine/src/zone/entity-table.ts'

const game = { config: z.strictObject({}), state: z.strictObject({}), extras: z.strictObject({}) }
type Handler = IntentHandlerOf<typeof game>

function tickWith(intents: readonly Intent[], handlers: { readonly [type: string]: Handler }): TickOf<typeof game> {
  return {
    zone: { id: 'z', name: 'z', config: {}, everyMs: 100 },
    ...{ tick: 1, now: 0, elapsedMs: 100, players: [], membership: [], state: {}, extras: {} },
    ...{ random: createRandom('seed'), newId: (kind) => kind, log: silentModuleLog, metrics: {} },
    count() {},
    observe() {},
    entities: createEntityTable([]),
    intents,
    handlers,
  }
}

const ask = (id: string, type: string): Intent => ({
  id,
  type,
  playerId: 'ann',
  role: 'player',
  payload: {},
  receivedAt: 0,
})

test('[MOD-25] handlers run in the order of acceptance, and the framework knows at which intent each is', () => {
  const call = { module: 'm', hook: 'onTick', intentId: undefined as string | undefined }
  const ran: unknown[] = []
  const note: Handler = (_draft, { type }) => {
    ran.push([type, call.intentId])
  }
  const still: Handler = () => {
    ran.push(['still', call.intentId])
  }
  const asked = [ask('1', 'still'), ask('2', 'note'), ask('3', 'nobody'), ask('4', 'still')]
  const tick = tickWith(
    asked.map((intent) => noteReading(intent, call)),
    { note, still },
  )
  carryOut(tick, draftTick(tick))
  expect(ran).toEqual([
    ['still', '1'],
    ['note', '2'],
    ['still', '4'],
  ])
})

test('[MOD-25] what handlers refuse is in the result, with what they say of it', () => {
  const no: Handler = () => refuse('no', 'No.', { at: 1 })
  const bare: Handler = () => refuse('bare', 'Bare.')
  const tick = tickWith([ask('1', 'no'), ask('2', 'yes'), ask('3', 'bare')], { no, bare, yes: () => undefined })
  const draft = draftTick(tick)
  carryOut(tick, draft)
  expect(draft.result().refuse).toEqual([
    { intentId: '1', code: 'no', message: 'No.', details: { at: 1 } },
    { intentId: '3', code: 'bare', message: 'Bare.' },
  ])
})
