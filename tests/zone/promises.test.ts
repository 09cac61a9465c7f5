import { testZone } from '@gridtick/testing'
import { accept } from 'gridtick'
import { expect, test } from 'vitest'
import { type HookCall, RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'
import { createZone } from '../../framework/engine/src/operate/create-zone.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { allPieces } from '../all-pieces.ts'
import { type ProbeParts, probeModule } from './probe-module.ts'

/** A rejection that nobody takes fails the whole run of the tests: here each one is taken. */
const reject = () => Promise.reject(new Error('too late'))

/** Some libraries bring promises of their own. */
const thenable = Object.defineProperty({}, 'then', { value: () => {} })

/** The faults of a zone that Ann joins, in which she acts and asks. */
async function faultsOf(parts: ProbeParts): Promise<string> {
  const zone = await testZone(probeModule(parts), { isQuiet: true })
  await zone.join('ann')
  zone.intent('ann', 'act')
  await zone.tick()
  zone.query('ann', 'ask')
  await Promise.resolve()
  return zone.faults().join('\n')
}

const cases: readonly (readonly [string, ProbeParts, string])[] = [
  ['onTick', { onTick: ({ intents }) => (intents.length > 0 ? reject() : {}) }, 'onTick returned a Promise. A hook is'],
  ['getPlayerState', { getPlayerState: reject }, 'getPlayerState returned a Promise. A hook is synchronous'],
  ['query', { answer: reject }, 'queries.ask returned a Promise. A hook is synchronous'],
  ['canJoin', { canJoin: reject }, 'canJoin returned a Promise. A hook is synchronous'],
  [
    'a redaction',
    {
      redactions: { dim: reject },
      getPlayerState: ({ base, redact }) => ({ entities: base.entities.all().map((entity) => redact(entity, 'dim')) }),
    },
    'the redaction "dim" returned a Promise. A hook is synchronous',
  ],
  ['a thenable', { answer: () => thenable }, 'queries.ask returned a Promise. A hook is synchronous'],
  [
    'the payload of an event',
    { onTick: () => ({ events: [{ event: 'e', payload: Promise.resolve(1), to: { kind: 'everyone' } }] }) },
    'onTick returned a bad events[0].payload: a Promise is not a JSON value',
  ],
  [
    'the details of a refusal',
    {
      canJoin: () => ({
        ...accept(),
        accepted: false,
        code: 'no',
        message: 'No.',
        details: { why: Promise.resolve() },
      }),
    },
    'canJoin returned a bad refusal.details.why: a Promise is not a JSON value',
  ],
]

test.for(cases)('[FAIL-9] a promise from %s is a fault of it, and ends nothing', async ([, parts, fault]) => {
  expect(await faultsOf(parts)).toContain(fault)
})

test('[FAIL-9] a promise from createZone refuses the zone, and the log says how it ended', async () => {
  const told: [HookCall, unknown][] = []
  const module = { ...probeModule(), createZone: reject }
  const request = {
    ...{
      module,
      zoneId: 'z1',
      name: 'z',
      config: {},
      seed: '1',
      schedule: { everyMs: 100, tickUnitMs: 100, turnSchedule: null },
      now: 0,
      limits: defaultLimits,
    },
    running: new RunningHook({ onStray: (call, reason) => told.push([call, reason]) }),
  }
  const made = allPieces(createZone(request))
  expect(JSON.stringify(made)).toContain('createZone returned a Promise. A hook is synchronous')
  await Promise.resolve()
  expect(told).toEqual([[{ module: 'probe', hook: 'createZone', zoneId: 'z1' }, new Error('too late')]])
})
