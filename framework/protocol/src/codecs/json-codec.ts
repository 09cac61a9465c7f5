import type { FrameCodec, FrameHead, WrittenEvents } from './frame-codec.ts'
import { jsonReading } from './json-reading.ts'

/** Every message is one JSON object in a text frame. What changed was encoded before, and is only joined here. */
export const jsonCodec: FrameCodec = {
  ...jsonReading,
  createWriter({ zoneId, jsonOf }) {
    const beginning = `{"type":"tick","zoneId":${JSON.stringify(zoneId)}`
    const headOf = ({ tick, at }: FrameHead) => `${beginning},"tick":${tick},"at":${at}`
    const extrasOf = (extras: object | undefined) => (extras === undefined ? '' : `,"extras":${jsonOf(extras)}`)
    return {
      full(head, view, events) {
        const entities = listOf(view.entities.values(), jsonOf)
        return `${headOf(head)},"full":true,"entities":${entities}${extrasOf(view.extras)}${tailOf(events)}`
      },
      delta(head, { set, patch, remove, extras }, events) {
        const changes = `"set":${listOf(set, jsonOf)},"patch":${listOf(patch, ({ json }) => json)}`
        const rest = `"remove":${JSON.stringify(remove)}${extrasOf(extras)}${tailOf(events)}`
        return `${headOf(head)},"full":false,"prev":${head.prev},${changes},${rest}`
      },
      results: (results) => results.map((result) => ({ frame: JSON.stringify(result), count: 1 })),
      message: (message) => JSON.stringify(message),
    }
  },
}

/** Texts are joined one to the other, which copies nothing; the socket copies them once, as it writes. */
function listOf<Item>(items: Iterable<Item>, textOf: (item: Item) => string): string {
  let texts = ''
  for (const item of items) texts += texts === '' ? textOf(item) : `,${textOf(item)}`
  return `[${texts}]`
}

function tailOf({ events, wereDropped }: WrittenEvents): string {
  return `,"events":[${events.join(',')}]${wereDropped ? ',"eventsDropped":true' : ''}}`
}
