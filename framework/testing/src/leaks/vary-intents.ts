import { createRandom, type SeededRandom } from '@gridtick/engine/testing'
import type { GameModule } from 'gridtick'
import { isSameJson } from 'gridtick/internal'
import type { ScriptEntry } from '../script.ts'
import { otherPayload, whyRefused } from './other-payloads.ts'

/** An intent as the author of a check may change it. */
export type VariedIntent = { readonly playerId: string; readonly type: string; readonly payload: object }

/** What somebody else did otherwise than in the game that was played. */
export type Variation = {
  /** As a person reads it: "bob's `move` #12 at tick 40 was dropped". */
  readonly what: string
  /** The first entry of the script that is another. */
  readonly from: number
  /** What is played in the place of these entries. */
  readonly instead: ReadonlyMap<number, readonly ScriptEntry[]>
}

export type VaryRequest = {
  readonly module: GameModule
  readonly script: readonly ScriptEntry[]
  readonly viewer: string
  /** At most so many variations are drawn. */
  readonly variants: number
  readonly seed: string
  /** What the author of the check makes of an intent. */
  readonly author: ((intent: VariedIntent) => VariedIntent | undefined | readonly VariedIntent[]) | undefined
}

/** The variations that are run, and how many there could have been. */
export type Variations = { readonly drawn: readonly Variation[]; readonly possible: number }

type Acted = Extract<ScriptEntry, { kind: 'intent' }> & {
  readonly index: number
  /** Which intent of the game it is, counted from 1. */
  readonly number: number
  /** The tick that carried it out; undefined: none did. */
  readonly tick: number | undefined
}

/** Ticks by which an intent is late at the most. */
const delayMax = 5

/**
 * What others than the viewer could have done otherwise: each intent dropped, done twice, late, with another payload,
 * or as the author says; and from some intent on, all of a player's dropped. Of more than `variants` that many are
 * drawn, evenly over the game.
 */
export function varyIntents(request: VaryRequest): Variations {
  const { script, viewer, variants, seed } = request
  const random = createRandom(`${seed}\u0000leaks`)
  const acted = actedIn(script).filter(({ request: { player } }) => player.playerId !== viewer)
  const players = [...new Set(acted.map(({ request: { player } }) => player.playerId))]
  const byAuthor = acted.flatMap((act) => authored(request, act))
  const silences = players.map((playerId) => silenced(acted, playerId, random))
  const plain = acted.flatMap((act) => ways.map((way) => ({ act, way })))
  // Those of the author and of whole players are few and tell most: up to half of the room is theirs.
  const special = spread([...byAuthor, ...silences], Math.ceil(variants / 2), random)
  const others = spread(plain, variants - special.length, random)
  return {
    drawn: [...special, ...others.flatMap(({ act, way }) => way({ ...request, act, acted, random }))],
    possible: byAuthor.length + silences.length + plain.length,
  }
}

/** Some of a list, as far apart as they can be; where between is chance. */
function spread<Item>(items: readonly Item[], count: number, random: SeededRandom): readonly Item[] {
  if (items.length <= count) return items
  const stride = items.length / count
  return Array.from({ length: count }, (_, at) => items[Math.floor((at + random.next()) * stride)] as Item)
}

/** The intents that were taken at the door. */
function actedIn(script: readonly ScriptEntry[]): readonly Acted[] {
  const acted: Acted[] = []
  let number = 0
  let tick: number | undefined
  for (const [index, entry] of [...script.entries()].reverse()) {
    if (entry.kind === 'step') ({ tick } = entry.time)
    if (entry.kind === 'intent' && entry.intentId !== undefined) acted.push({ ...entry, index, number: 0, tick })
  }
  return acted.reverse().map((act) => ({ ...act, number: ++number }))
}

type Way = VaryRequest & { readonly act: Acted; readonly acted: readonly Acted[]; readonly random: SeededRandom }

const ways = [dropped, doubled, delayed, changed] as const

function dropped({ act }: Way): readonly Variation[] {
  return [{ what: `${nameOf(act)} was dropped`, from: act.index, instead: new Map([[act.index, []]]) }]
}

function doubled({ act }: Way): readonly Variation[] {
  const instead = [asPlayed(act), again(act, {}, '+')]
  return [{ what: `${nameOf(act)} was done twice`, from: act.index, instead: new Map([[act.index, instead]]) }]
}

function delayed({ act, script, random }: Way): readonly Variation[] {
  const steps = [...script.entries()].filter(([index, { kind }]) => index > act.index && kind === 'step')
  if (steps.length < 2) return []
  const late = random.int(1, Math.min(delayMax, steps.length - 1))
  const [index, step] = steps[late - 1] as (typeof steps)[number]
  const times = { now: step.now, monotonic: step.monotonic }
  const instead = new Map([
    [act.index, []],
    [index, [step, { ...again(act, {}, '~'), ...times }]],
  ])
  return [{ what: `${nameOf(act)} was late by ${late} tick${late === 1 ? '' : 's'}`, from: act.index, instead }]
}

function changed({ act, acted, module, random }: Way): readonly Variation[] {
  const sent = acted.filter(({ request: { type } }) => type === act.request.type).map(({ request }) => request.payload)
  const payload = otherPayload(module, act.request, { sent, random })
  if (payload === undefined) return []
  const instead = new Map([[act.index, [again(act, { payload }, '*')]]])
  return [{ what: `${nameOf(act)} was asked as ${show(payload)}`, from: act.index, instead }]
}

function silenced(acted: readonly Acted[], playerId: string, random: SeededRandom): Variation {
  const own = acted.filter(({ request: { player } }) => player.playerId === playerId)
  const first = own[random.int(0, Math.floor((own.length - 1) / 2))] as Acted
  const after = own.filter(({ index }) => index >= first.index)
  const what = `all that ${playerId} asked from ${nameOf(first)} on was dropped`
  return { what, from: first.index, instead: new Map(after.map(({ index }) => [index, []])) }
}

/** Nothing where the author leaves the intent as it is. */
function authored({ author, viewer, module }: VaryRequest, act: Acted): readonly Variation[] {
  if (author === undefined) return []
  const { player, type, payload } = act.request
  const intent = { playerId: player.playerId, type, payload: payload as object }
  const answer = author(intent)
  const intents = answer === undefined ? [] : 'playerId' in answer ? [answer] : answer
  if (intents.length === 1 && isSameJson(intents[0], intent)) return []
  for (const other of intents) {
    if (other.playerId === viewer)
      throw new Error(`varyIntents must not let ${viewer} do anything: ${viewer} is the viewer.`)
    const refused = whyRefused(module, other)
    if (refused !== undefined)
      throw new Error(`varyIntents made an intent that the module refuses at the door: ${refused}`)
  }
  const instead = intents.map((other, at) => {
    const { playerId } = other
    const actor = playerId === player.playerId ? player : { ...player, playerId, displayName: playerId }
    return again(act, { player: actor, type: other.type, payload: other.payload }, `!${at}`)
  })
  const what = `${nameOf(act)} became ${intents.length === 0 ? 'nothing' : show(intents)}, by varyIntents`
  return [{ what, from: act.index, instead: new Map([[act.index, instead]]) }]
}

function asPlayed({ index: _, number: __, tick: ___, ...entry }: Acted): ScriptEntry {
  return entry
}

/** Once more, under another id, and without the number that would make it the same one. */
function again(act: Acted, change: Partial<Acted['request']>, mark: string): Extract<ScriptEntry, { kind: 'intent' }> {
  const { seq: _, ...request } = act.request
  const { now, monotonic, intentId } = act
  return { kind: 'intent', request: { ...request, ...change }, intentId: `${intentId}${mark}`, now, monotonic }
}

function nameOf({ request: { player, type }, number, tick }: Acted): string {
  const when = tick === undefined ? 'after the last tick' : `at tick ${tick}`
  return `${player.playerId}'s \`${type}\` #${number} ${when}`
}

/** Cut short: a payload may be large. */
function show(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
