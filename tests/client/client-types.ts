import type { Client, JoinedZone, ModuleLike } from '@gridtick/client'
import type { helloGrid } from '../../modules/hello-grid/hello-grid.ts'

/**
 * What the compiler must find, by the module that is named: `npx tsc -p .` reads this file. Each `@ts-expect-error` is an
 * error of the compiler itself if the line below it compiles. Nothing here is run.
 */
export async function types(client: Client): Promise<void> {
  const zone = await client.join<typeof helloGrid>('z')
  await zone.send('say', { text: 'hi' })
  await zone.send('teleport', { x: 1, y: 2 })
  // @ts-expect-error a number is no text
  await zone.send('say', { text: 1 })
  // @ts-expect-error no such intent
  await zone.send('fly', {})
  // @ts-expect-error the module has no queries
  await zone.query('price')
  for (const seen of zone.view.entities.values())
    if (seen.kind === 'walker') {
      // @ts-expect-error a redaction may have taken it away
      seen.data.pebbles.toFixed()
      seen.data.pebbles?.toFixed()
    }
  zone.config.sight.toFixed()
  // @ts-expect-error the module keeps it to itself
  zone.config.width
  // @ts-expect-error no such key
  zone.config.seed
  zone.bounds?.width.toFixed()
  const stepped = await zone.send('step', { dx: 1, dy: 0 })
  if (stepped.outcome === 'refused') {
    if (stepped.code === 'blocked' || stepped.code === 'rate_limited') return
    // @ts-expect-error neither the module nor the framework has such a code
    if (stepped.code === 'bloked') return
  }
  zone.on('event', ({ event, payload }) => {
    if (event === 'said') payload.text.at(0)
    // @ts-expect-error there is no such event
    if (event === 'sad') return
  })
  const heard = await zone.waitFor('event', ({ event }) => event === 'said')
  if (heard.event === 'said') heard.payload.from.at(0)
  const any = await client.join('z')
  await any.send('whatever', { of: ['any', { shape: 1 }] })
  await any.query('whatever', { of: 'it' })
  // @ts-expect-error no JSON
  await any.send('whatever', { on: new Map() })
}

type Schema<Type> = { readonly _zod: { readonly input: Type; readonly output: Type } }

/** A module of an earlier release, by its types alone: it does not say which keys of its config players may know. */
type Earlier = ModuleLike & {
  readonly '~types'?: {
    readonly config: Schema<{ size: number }>
    readonly entities: { readonly button: Schema<{ color: string }> }
    readonly intents: { readonly press: Schema<{ hard: boolean }> }
    readonly queries: Record<never, never>
    readonly answers: Record<never, never>
    readonly view: Record<never, never>
    readonly events: Record<never, never>
    readonly refusals: { readonly stuck: string }
  }
}

export async function playEarlier(zone: JoinedZone<Earlier>): Promise<void> {
  // @ts-expect-error it may not be told
  zone.config.size.toFixed()
  zone.config.size?.toFixed()
  await zone.send('press', { hard: true })
}
