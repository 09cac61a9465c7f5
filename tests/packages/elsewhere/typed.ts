import type { Client } from '@gridtick/client'
import { debugOnly, defineModule, intent, refuse } from 'gridtick'
import { z } from 'zod'

/**
 * Read by the compiler where client and `gridtick` are installed: the module's types reach the client, and its declaration
 * names what `gridtick` exports. Nothing here is run.
 */

export const doors = defineModule({
  name: 'doors',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ width: z.int().default(4), height: z.int().default(4) }),
  entities: { door: z.strictObject({ isOpen: z.boolean().default(false) }) },
  intents: {
    open: intent(z.strictObject({ id: z.string() }), (_: object) => refuse('locked', 'It is locked.')),
    blast: debugOnly(z.strictObject({})),
    knock: z.strictObject({ times: z.int().default(1) }),
  },
  events: { knocked: z.strictObject({ times: z.int() }) },
  refusals: { locked: 'the door is locked' },
  queries: { count: { input: z.strictObject({ isOpen: z.boolean() }), answer: ({ base }) => base.entities.size } },
  schedule: { kind: 'onDemand' },
  createZone: () => ({}),
  onTick: () => ({}),
  getPlayerState: ({ base }) => ({ entities: base.entities.all(), extras: {} }),
})

export async function types(client: Client): Promise<void> {
  const zone = await client.join<typeof doors>('z')
  for (const door of zone.view.entities.values()) door.data.isOpen satisfies boolean | undefined
  await zone.send('knock', {})
  await zone.query('count', { isOpen: true })
  const opened = await zone.send('open', { id: 'a' })
  if (opened.outcome === 'refused' && (opened.code === 'locked' || opened.code === 'queue_full')) return
  // @ts-expect-error neither the module nor the framework has such a code
  if (opened.outcome === 'refused' && opened.code === 'loked') return
  // @ts-expect-error a number is no text
  await zone.send('open', { id: 1 })
  // @ts-expect-error there is no such intent
  await zone.send('close', {})
  // @ts-expect-error it asks for something
  await zone.query('count', {})
  zone.on('event', ({ event, payload }) => {
    payload.times satisfies number
    // @ts-expect-error there is no such event
    if (event === 'rang') return
  })
}
