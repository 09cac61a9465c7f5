import { type Client, createClient, type JoinedZone, type ModuleLike } from '@gridtick/client'
import { defineScreen, element } from '@gridtick/screen'

/** Read by the compiler where client and screen are installed, and neither `gridtick` nor zod. Nothing here is run. */

export const client: Client = createClient({ url: 'ws://localhost:8787/v1/ws', token: () => 'token' })
export const zone: JoinedZone = await client.join('z')
export const x: number | undefined = [...zone.view.entities.values()].at(0)?.x

const pressed = await zone.send('press', { hard: true })
if (pressed.outcome === 'refused') pressed.code.at(0)
// @ts-expect-error no JSON
await zone.send('press', { on: new Map() })

/** A module that is known by its types alone, as they come of a server in another repository. */
type Counter = ModuleLike & {
  readonly '~types'?: {
    readonly config: Schema<object, object>
    readonly entities: { readonly button: Schema<{ color?: string }, { color: string }> }
    readonly intents: { readonly press: Schema<{ hard?: boolean }, { hard: boolean }> }
    readonly queries: Record<never, never>
    readonly answers: Record<never, never>
    readonly view: Record<never, never>
    readonly events: Record<never, never>
    readonly refusals: { readonly stuck: string }
  }
}
type Schema<Input, Output> = { readonly _zod: { readonly input: Input; readonly output: Output } }

export const counter = defineScreen<Counter>({
  mount({ root, zone, send }) {
    for (const { kind, data } of zone.view.entities.values())
      root.append(element('p', {}, `${kind satisfies 'button'} ${data.color?.toUpperCase()}`))
    void send('press', {})
    // @ts-expect-error a text is no yes or no
    void send('press', { hard: 'very' })
    return () => root.replaceChildren()
  },
})
