import type { Stage } from '../stage/stage.ts'

/** What belongs to one captain alone, by its name in anything that is sent. */
const secretKeys = new Set([
  'credits',
  'newCredits',
  'cargo',
  'newCargo',
  'warpPower',
  'tollBalance',
  'pending',
  'seed',
])

/** A number that nobody comes to by chance. */
const canaryMin = 1_000_000

/** The canaries of a captain: what is on board, and what is in the own banks. */
export function canariesOf(region: Stage, name: string): readonly number[] {
  const banks = region.all('garrison').filter(({ ownerId }) => ownerId === name)
  const numbers = [region.ship(name).credits, ...banks.map(({ data }) => data.tollBalance)]
  return numbers.filter((number) => number >= canaryMin)
}

/** Where in what was sent to a captain something stands that is for others alone. */
export function spilledSecrets(name: string, messages: readonly unknown[], canaries: readonly number[]): string[] {
  const numbers = new Set(JSON.stringify(messages).match(/(?<![\d.])\d{7,12}(?![\d.])/g))
  const told = canaries.filter((canary) => numbers.has(String(canary))).map((canary) => `${name} was sent ${canary}`)
  const secrets = secretsIn(messages).filter(({ holders }) => !isOwn(name, holders))
  return [...told, ...secrets.map(({ path }) => `${name} was sent ${path.join('.')}`)]
}

type Holder = Readonly<Record<string, unknown>>

/** Something with a secret name, and the entities, payloads and records that it is in, outermost first. */
type Secret = { readonly path: readonly string[]; readonly holders: readonly Holder[] }

function secretsIn(value: unknown, path: readonly string[] = [], around: readonly Holder[] = []): readonly Secret[] {
  if (typeof value !== 'object' || value === null) return []
  // A patch is a pair of an id and what has changed.
  const holders = [...around, Array.isArray(value) ? { patchedId: value[0] } : (value as Holder)]
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key]
    return secretKeys.has(key) ? [{ path: here, holders }] : secretsIn(inner, here, holders)
  })
}

/** The own ship and garrisons, the answers to what one asked for, and containers, which are for all who are there. */
function isOwn(name: string, holders: readonly Holder[]): boolean {
  return holders.some(
    ({ type, ownerId, characterId, kind, salvageId, patchedId }) =>
      type === 'intent_result' ||
      ownerId === name ||
      characterId === name ||
      kind === 'salvage' ||
      salvageId !== undefined ||
      isOwnId(name, patchedId),
  )
}

/** Of what is patched, ships and garrisons have somebody's name in their ids, and containers have not. */
function isOwnId(name: string, id: unknown): boolean {
  if (typeof id !== 'string') return false
  return id.startsWith('ship:') || id.startsWith('garrison:') ? id.endsWith(`:${name}`) : !id.includes(':')
}
