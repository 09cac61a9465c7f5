import {
  type Answer,
  type CreateZoneRequest,
  isStorageTrouble,
  isUnreachable,
  type ListZonesRequest,
  type SteppedZone,
  type ZoneDescription,
  type ZoneLink,
} from '@gridtick/engine/ports'
import { toFieldErrors } from '@gridtick/protocol'
import { given, type Refused } from '@gridtick/protocol/codes'
import type { ZoneId, ZonePlayer } from 'gridtick'
import { z } from 'zod'
import { changeZoneSchema, createZoneSchema, zoneFilterSchema } from '../rest/zone-bodies.ts'
import { RefusedError } from './refused-error.ts'

/**
 * What a program does with the zones of its server: what operators do over REST, without a token. Each rejects with a
 * {@link RefusedError} where it is refused (`not_found`, `invalid`, `conflict`, …), with one of `zone_unreachable` or
 * `shutting_down` where the zones were gone before they answered, so that nobody knows whether it was done, and with a
 * StorageError.
 */
export type ServerZones = {
  create(zone: CreateZoneRequest): Promise<ZoneDescription>
  /** Page by page, 50 zones by default; `nextCursor` is null on the last one. */
  list(filter?: Partial<ListZonesRequest>): Promise<ZonePage>
  /** Undefined: there is no such zone. */
  get(zoneId: ZoneId): Promise<ZoneDescription | undefined>
  /** The members, in the order of their ids. */
  players(zoneId: ZoneId): Promise<readonly ZonePlayer[]>
  /** Renames it, records it from now on, or ends that. */
  change(zoneId: ZoneId, change: { readonly name?: string; readonly record?: boolean }): Promise<ZoneDescription>
  pause(zoneId: ZoneId): Promise<ZoneDescription>
  /** `discardIntents`: those that were queued are refused. Default: they are carried out. */
  resume(zoneId: ZoneId, options?: { readonly discardIntents?: boolean }): Promise<ZoneDescription>
  /** Runs ticks of a paused zone, by default one; it stays paused. */
  step(zoneId: ZoneId, ticks?: number): Promise<SteppedZone>
  /** Deletes it for good; its log stays. False: there was none. */
  delete(zoneId: ZoneId): Promise<boolean>
}

export type ZonePage = { readonly zones: readonly ZoneDescription[]; readonly nextCursor: string | null }

const listLengthDefault = 50

const filterSchema = z.looseObject({ limit: z.number().optional() })
const resumeSchema = z.strictObject({ discardIntents: z.boolean().default(false) })

/** `link`: throws where the server does not run. */
export function createServerZones(
  link: () => ZoneLink,
  options: {
    readonly limits: { readonly stepTicksMax: number; readonly pageSizeMax: number }
    readonly isStopping: () => boolean
  },
): ServerZones {
  const { stepTicksMax, pageSizeMax } = options.limits
  return refusingInWords(options.isStopping, {
    async create(zone) {
      const { module, ...more } = check(createZoneSchema, zone)
      return unwrap(await link().createZone({ module, ...given(more) }))
    },
    async list(wanted = {}) {
      const { limit = Math.min(listLengthDefault, pageSizeMax), ...filter } = check(filterSchema, wanted)
      return await link().listZones({
        limit: checkCount('limit', limit, pageSizeMax),
        ...given(check(zoneFilterSchema, filter)),
      })
    },
    get: async (zoneId) => link().describeZone(zoneId),
    players: async (zoneId) => unwrap(await link().listPlayers(zoneId)),
    change: async (zoneId, change) =>
      unwrap(await link().changeZone({ zoneId, ...given(check(changeZoneSchema, change)) })),
    pause: async (zoneId) => unwrap(await link().pauseZone(zoneId)),
    resume: async (zoneId, how = {}) => unwrap(await link().resumeZone({ zoneId, ...check(resumeSchema, how) })),
    step: async (zoneId, ticks = 1) =>
      unwrap(await link().stepZone({ zoneId, ticks: checkCount('ticks', ticks, stepTicksMax) })),
    delete: async (zoneId) => link().deleteZone(zoneId),
  })
}

/** Where the zones were gone before they answered, the error has a code, the same one as over REST. */
function refusingInWords(isStopping: () => boolean, zones: ServerZones): ServerZones {
  const refusalOf = (error: unknown): unknown => {
    const isGone = isUnreachable(error)
    if (isStopping() && (isGone || isStorageTrouble(error))) return refusal('shutting_down', 'The server stops', error)
    return isGone ? refusal('zone_unreachable', 'Nobody runs the zones at the moment', error) : error
  }
  const told =
    (call: (...given: never[]) => Promise<unknown>) =>
    async (...given: never[]) => {
      try {
        return await call(...given)
      } catch (error) {
        throw refusalOf(error)
      }
    }
  return Object.fromEntries(Object.entries(zones).map(([name, call]) => [name, told(call)])) as ServerZones
}

function refusal(code: string, why: string, cause: unknown): RefusedError {
  const message = `${why}; whether the call took effect is not known.`
  return Object.assign(new RefusedError({ code, message }), { cause })
}

function unwrap<Value>(answer: Answer<Value>): Value {
  if (!answer.ok) throw refusalWithPlaces(answer.refused)
  return answer.value
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw invalid('It does not fit.', toFieldErrors(read.error.issues))
}

function checkCount(name: string, count: number, max: number): number {
  if (Number.isSafeInteger(count) && count >= 1 && count <= max) return count
  const message = `must be a whole number from 1 to ${max}`
  const errors = [{ pointer: `/${name}`, code: 'invalid', message }]
  throw new RefusedError({ code: 'invalid', message: `${name} ${message}, not ${count}.`, errors })
}

function invalid(message: string, errors: NonNullable<Refused['errors']>): RefusedError {
  return refusalWithPlaces({ code: 'invalid', message, errors })
}

/** REST tells the places beside its message; an error that is thrown is often shown by its message alone. */
function refusalWithPlaces(refused: Refused): RefusedError {
  const places = (refused.errors ?? []).map(({ pointer, message }) =>
    pointer === '' ? message : `${pointer}: ${message}`,
  )
  return new RefusedError({ ...refused, message: [refused.message, places.join('; ')].filter(Boolean).join(' ') })
}
