import { testZone } from '@gridtick/testing'
import { defineModule } from 'gridtick'
import { expect, test } from 'vitest'
import { z } from 'zod'

const define = (publicConfig?: readonly ('sight' | 'seed' | 'sides')[]) =>
  defineModule({
    name: 'maze',
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({
      width: z.int().default(6),
      height: z.int().default(4),
      sight: z.int().default(3),
      seed: z.string().default('nobody may know'),
      sides: z.array(z.string()).optional(),
    }),
    ...(publicConfig === undefined ? {} : { publicConfig }),
    entities: {},
    intents: {},
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({}),
    onTick: () => ({}),
    getPlayerState: () => ({ entities: [] }),
  })

async function subscribed(module: ReturnType<typeof define>, config = {}) {
  const zone = await testZone(module, { config })
  await zone.join('ann')
  const [first] = zone.messages('ann')
  expect(JSON.stringify(zone.messages('ann'))).not.toContain('nobody may know')
  return first
}

test('[WIRE-8] a member learns where the grid ends, and of the config what the module names', async () => {
  expect(await subscribed(define(['sight', 'sides']))).toMatchObject({
    type: 'subscribed',
    bounds: { width: 6, height: 4 },
    config: { sight: 3 },
  })
  const shown = await subscribed(define(['sides']), { width: 9, sides: ['red'] })
  expect(shown).toMatchObject({ bounds: { width: 9, height: 4 }, config: { sides: ['red'] } })
})

test('[WIRE-8] a module that names nothing shows nothing but where the grid ends, and no grid that does not end', async () => {
  expect(await subscribed(define())).not.toHaveProperty('config')
  expect(await subscribed(define(), { width: 0 })).not.toHaveProperty('bounds')
})
