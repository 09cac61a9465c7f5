/** What the other packages of the framework take of this one, beside what module authors do. It may change at any time. */

export { type Calendar, nextDate } from './calendar/next-date.ts'
export { checkModule } from './contract/check-module.ts'
export { findTurnFlaw, keepSnapshotsMax, turnMsMax } from './contract/find-turn-flaw.ts'
export {
  declarationOf,
  type IntentHandlers,
  type IntentRate,
  type IntentSchemas,
  payloadSchema,
} from './contract/intent.ts'
export { measure } from './contract/metrics.ts'
export type { AnyZoneBase } from './contract/module.ts'
export type { Schedule } from './contract/schedule.ts'
export { traitsOf } from './contract/schema-traits.ts'
export { AssertionError, assert, assertNever } from './kernel/assert.ts'
export {
  isFrozenJson,
  isObject,
  isPlainObject,
  isSameJson,
  JsonValueError,
  mergeDeep,
  mergePatch,
  putFields,
  toFrozenJson,
  toPlainJson,
} from './kernel/json-value.ts'
export { parseJson } from './kernel/parse-json.ts'
export { nearest, suggest, suggestName } from './kernel/suggest.ts'
