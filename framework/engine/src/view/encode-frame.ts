import type { ServerMessage } from '@gridtick/protocol'
import type { Json } from 'gridtick'
import type { ViewDifference } from './diff-view.ts'
import { entityJson } from './entity-json.ts'
import { extrasJson, type PlayerView } from './player-view.ts'

/** An event, encoded once and shared by all who get it. */
export type EncodedEvent = string

export function encodeEvent(event: string, payload: Json): EncodedEvent {
  return JSON.stringify({ event, payload })
}

export type FrameHead = { readonly zoneId: string; readonly tick: number; readonly at: number }

export type FrameEvents = { readonly events: readonly EncodedEvent[]; readonly wereDropped: boolean }

/** A frame with the whole view. Its parts were encoded before, when they changed; here they are only joined. */
export function encodeFullFrame(head: FrameHead, view: PlayerView, events: FrameEvents): string {
  let entities = ''
  for (const entity of view.entities.values())
    entities += entities === '' ? entityJson(entity) : `,${entityJson(entity)}`
  const extras = view.extras === undefined ? '' : `,"extras":${extrasJson(view.extras)}`
  return `${encodeHead(head)},"full":true,"entities":[${entities}]${extras}${encodeTail(events)}`
}

/** A frame with what changed since the frame of tick `prev`. */
export function encodeDeltaFrame(
  head: FrameHead & { readonly prev: number },
  difference: ViewDifference,
  view: PlayerView,
  events: FrameEvents,
): string {
  const set = difference.set.map(entityJson).join(',')
  const patch = difference.patch.map(({ json }) => json).join(',')
  const remove = JSON.stringify(difference.remove)
  const extras = difference.hasNewExtras ? `,"extras":${extrasJson(view.extras ?? {})}` : ''
  return `${encodeHead(head)},"full":false,"prev":${head.prev},"set":[${set}],"patch":[${patch}],"remove":${remove}${extras}${encodeTail(events)}`
}

/** Any other message of the server. */
export function encodeMessage(message: Exclude<ServerMessage, { type: 'tick' }>): string {
  return JSON.stringify(message)
}

function encodeHead({ zoneId, tick, at }: FrameHead): string {
  return `{"type":"tick","zoneId":${JSON.stringify(zoneId)},"tick":${tick},"at":${at}`
}

function encodeTail({ events, wereDropped }: FrameEvents): string {
  return `,"events":[${events.join(',')}]${wereDropped ? ',"eventsDropped":true' : ''}}`
}
