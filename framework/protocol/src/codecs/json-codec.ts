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
        let entities = ''
        for (const entity of view.entities.values()) entities += entities === '' ? jsonOf(entity) : `,${jsonOf(entity)}`
        return `${headOf(head)},"full":true,"entities":[${entities}]${extrasOf(view.extras)}${tailOf(events)}`
      },
      delta(head, { set, patch, remove, extras }, events) {
        const changes = `"set":[${set.map(jsonOf).join(',')}],"patch":[${patch.map(({ json }) => json).join(',')}]`
        const rest = `"remove":${JSON.stringify(remove)}${extrasOf(extras)}${tailOf(events)}`
        return `${headOf(head)},"full":false,"prev":${head.prev},${changes},${rest}`
      },
      results: (results) => results.map((result) => ({ frame: JSON.stringify(result), count: 1 })),
      message: (message) => JSON.stringify(message),
    }
  },
}

function tailOf({ events, wereDropped }: WrittenEvents): string {
  return `,"events":[${events.join(',')}]${wereDropped ? ',"eventsDropped":true' : ''}}`
}
