import type { Entity, GameModule, PlayerId } from 'gridtick'
import { type AnyZoneBase, isObject } from 'gridtick/internal'
import { columnsOf } from '../entities/entity-columns.ts'
import { jsonOf } from '../entities/json-of.ts'
import { aPromise } from '../kernel/a-promise.ts'
import type { RunningHook } from '../kernel/running-hook.ts'
import { BadViewError } from './bad-view-error.ts'
import { PlayerView } from './player-view.ts'
import { readList } from './read-list.ts'
import { checkShownEntity, type RunSchema, readShownExtras } from './read-shown.ts'
import { redactEach } from './redact-each.ts'
import type { RedactionCache } from './redaction-cache.ts'

/** `error`: a {@link BadViewError}, or whatever the module threw. */
export type ViewResult =
  | { readonly ok: true; readonly view: PlayerView }
  | { readonly ok: false; readonly error: unknown }

export type ViewRequest = {
  readonly module: GameModule
  readonly base: AnyZoneBase
  readonly playerId: PlayerId
  readonly redactions: RedactionCache
  readonly running: RunningHook
  /** UTF-16 units of JSON; a larger view fails. */
  readonly viewBytesMax: number
}

/**
 * Asks the module what a player may see. Fails closed: whatever is wrong with the answer, the player is shown nothing,
 * never the base state, never an old view. Only objects of the table, or made of them by a declared redaction, pass.
 */
export function computePlayerView(request: ViewRequest): ViewResult {
  try {
    return { ok: true, view: checkedView(request) }
  } catch (error) {
    return { ok: false, error }
  }
}

function checkedView({ module, base, playerId, redactions, running, viewBytesMax }: ViewRequest): PlayerView {
  const call = { module: module.name, zoneId: base.zone.id, playerId }
  const redact = (entity: Entity, label: string) => {
    const known = redactions.known(entity, label)
    if (known !== undefined) return known
    const redaction = { ...call, hook: `redactions.${label}` }
    return redactions.redact(entity, label, (work) => {
      const returned = running.run(redaction, work)
      if (running.isPromise(redaction, returned)) throw new TypeError(`the redaction "${label}" returned ${aPromise}`)
      return returned
    })
  }
  const reading = (hook: string) => ({ ...call, hook })
  const read: RunSchema = (schema, work) => running.run(reading(schema), work)
  const viewing = reading('getPlayerState')
  const context = { base, playerId, redact, redactEach: redactEach(redact) }
  const answer: unknown = running.run(viewing, () => module.getPlayerState(context))
  if (running.isPromise(viewing, answer)) throw new BadViewError(aPromise)
  if (!isObject(answer) || !Array.isArray(answer.entities))
    throw new BadViewError(`${kindOf(answer)}. Return { entities: [...], extras? }; an empty list shows nothing`)
  const columns = columnsOf(base.entities)
  const listed = readList(answer.entities, columns)
  if (module.view?.entities !== undefined) for (const entity of listed.list) checkShownEntity(module.view, entity, read)
  const extras = readShownExtras(module.view, answer.extras, read)
  const size = listed.size + (extras === undefined ? 0 : jsonOf(extras).length)
  if (size > viewBytesMax)
    throw new BadViewError(`a view of ${size} characters; at most ${viewBytesMax} (viewBytesMax) are sent`)
  return new PlayerView({ ...listed, columns, extras })
}

/** What an answer is that is no view, without telling what is in it. */
function kindOf(answer: unknown): string {
  if (answer === undefined || answer === null) return String(answer)
  if (!isObject(answer)) return Array.isArray(answer) ? 'a list' : `a ${typeof answer}`
  return answer.entities === undefined ? 'no `entities`' : '`entities` that are not a list'
}
