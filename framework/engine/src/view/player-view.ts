import type { Entity, EntityId, GameModule, JsonObject, PlayerId, PlayerState } from 'gridtick'
import { type AnyZoneBase, isObject } from 'gridtick/internal'
import { aPromise } from '../kernel/a-promise.ts'
import type { RunningHook } from '../kernel/running-hook.ts'
import { BadViewError } from './bad-view-error.ts'
import { jsonOf } from './json-of.ts'
import { checkShownEntity, type RunSchema, readShownExtras } from './read-shown.ts'
import type { RedactionCache } from './redaction-cache.ts'

/** What one player sees of one committed tick. */
export type PlayerView = {
  readonly entities: ReadonlyMap<EntityId, Entity>
  readonly extras: JsonObject | undefined
}

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

/** The same as the contract's PlayerState, for queries. */
export function toPlayerState(view: PlayerView): PlayerState {
  const entities = [...view.entities.values()]
  return view.extras === undefined ? { entities } : { entities, extras: view.extras }
}

function checkedView({ module, base, playerId, redactions, running, viewBytesMax }: ViewRequest): PlayerView {
  const call = { module: module.name, zoneId: base.zone.id, playerId }
  const redact = (entity: Entity, label: string) => {
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
  const answer: unknown = running.run(viewing, () => module.getPlayerState({ base, playerId, redact }))
  if (running.isPromise(viewing, answer)) throw new BadViewError(aPromise)
  if (!isObject(answer) || !Array.isArray(answer.entities))
    throw new BadViewError(`${kindOf(answer)}. Return { entities: [...], extras? }; an empty list shows nothing`)
  const entities = new Map<EntityId, Entity>()
  let size = 0
  for (const entity of answer.entities as readonly Entity[]) {
    const known = isObject(entity) ? entities.get(entity.id) : undefined
    if (known === entity && known !== undefined) continue
    if (known !== undefined) throw new BadViewError(`${entity.id} twice, in two versions`)
    if (!isObject(entity) || (base.entities.get(entity.id) !== entity && !redactions.isCurrent(entity)))
      throw new BadViewError(
        'an entity that is neither of base.entities nor made of it by redact(); show less of an entity by declaring a redaction',
      )
    checkShownEntity(module.view, entity, read)
    size += jsonOf(entity).length
    entities.set(entity.id, entity)
  }
  const extras = readShownExtras(module.view, answer.extras, read)
  if (extras !== undefined) size += jsonOf(extras).length
  if (size > viewBytesMax)
    throw new BadViewError(`a view of ${size} characters; at most ${viewBytesMax} (viewBytesMax) are sent`)
  return { entities, extras }
}

/** What an answer is that is no view, without telling what is in it. */
function kindOf(answer: unknown): string {
  if (answer === undefined || answer === null) return String(answer)
  if (!isObject(answer)) return Array.isArray(answer) ? 'a list' : `a ${typeof answer}`
  return answer.entities === undefined ? 'no `entities`' : '`entities` that are no list'
}
