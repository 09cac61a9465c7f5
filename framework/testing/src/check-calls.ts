import { wrongLimits } from '@gridtick/engine/ports'
import { suggestName } from 'gridtick/internal'
import type { LeakCheck } from './leaks/leak-check.ts'
import type { TestZoneOptions } from './test-zone-options.ts'

/** Names of all keys, which the compiler holds complete. */
type Keys<Options> = { readonly [Key in keyof Required<Options>]: true }

const zoneOptions: Keys<TestZoneOptions> = {
  ...{ config: true, seed: true, everyMs: true, startMs: true, limits: true },
  ...{ record: true, mode: true, isQuiet: true, isGuarded: true },
}

const leakOptions: Keys<LeakCheck> = {
  ...{ viewer: true, varyIntents: true, queries: true, variants: true, seed: true },
  ...{ vary: true, varyState: true, varyExtras: true, mayKnow: true, alsoKnows: true },
}

/** A test in JavaScript, or behind a cast, has no compiler. Throws a TypeError that says what is wrong. */
export function checkZoneOptions(options: TestZoneOptions): void {
  refuseUnknown('testZone', options, zoneOptions)
  const { everyMs, startMs, seed, mode, limits } = options
  if (seed !== undefined && typeof seed !== 'string' && !Number.isFinite(seed))
    throw new TypeError(`testZone: \`seed\` must be a number or a text, not ${String(seed)}.`)
  if (everyMs !== undefined && !(Number.isFinite(everyMs) && everyMs > 0))
    throw new TypeError(`testZone: \`everyMs\` must be a number of ms above 0, not ${String(everyMs)}.`)
  if (startMs !== undefined && !Number.isFinite(startMs))
    throw new TypeError(`testZone: \`startMs\` must be ms since 1970, for example Date.now(), not ${String(startMs)}.`)
  if (mode !== undefined && mode !== 'full' && mode !== 'delta')
    throw new TypeError(`testZone: \`mode\` must be 'full' or 'delta', not ${String(mode)}.`)
  const [wrong] = limits === undefined ? [] : wrongLimits(limits)
  if (wrong !== undefined) throw new TypeError(`testZone: \`limits\` ${wrong}`)
}

/** Throws a TypeError for an option that there is not: a check that is not made proves nothing. */
export function checkLeakOptions(check: LeakCheck): void {
  refuseUnknown('expectNoLeak', check, leakOptions)
}

/** Throws a TypeError for an option of `intent()` that there is not. */
export function checkIntentOptions(options: object): void {
  refuseUnknown('intent', options, { seq: true, role: true })
}

/** Time cannot be moved back. Throws a RangeError. */
export function checkTicks(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`tick(count) takes a whole number of ticks, 0 or more, not ${String(count)}.`)
}

/** Throws a RangeError. */
export function checkMs(ms: number): void {
  if (!Number.isFinite(ms) || ms < 0)
    throw new RangeError(
      `advance(ms) takes a number of ms, 0 or more, not ${String(ms)}. Use clock.jump(ms) to set the wall clock back.`,
    )
}

function refuseUnknown(what: string, options: object, known: Readonly<Record<string, true>>): void {
  for (const key of Object.keys(options))
    if (!Object.hasOwn(known, key)) {
      const hint = suggestName(key, Object.keys(known)) || ` There are ${Object.keys(known).join(', ')}.`
      throw new TypeError(`${what} has no option \`${key}\`.${hint}`)
    }
}
