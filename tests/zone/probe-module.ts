import { accept, defineModule, type GameModule, type ModuleLog } from 'gridtick'
import { z } from 'zod'

/** What the hooks of a probe get, loosely: probes do what a module must not do. */
export type ProbeContext = {
  readonly entities: ReadonlyTable
  readonly intents: readonly { id: string; playerId: string; type: string; payload: { value?: number } }[]
  readonly membership: readonly { playerId: string; change: string }[]
  readonly players: readonly { playerId: string; disconnectedAt: number | null }[]
  readonly state: { readonly [key: string]: unknown }
  readonly extras: { readonly [key: string]: unknown }
  readonly tick: number
  readonly now: number
  readonly elapsedMs: number
  readonly random: { next(): number; int(min: number, max: number): number }
  readonly newId: (kind: string) => string
  readonly log: ModuleLog
}

export type ProbeEntity = {
  readonly id: string
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly ownerId: string | null
  readonly data: { readonly [key: string]: unknown }
}

type ReadonlyTable = {
  readonly size: number
  get(id: string): ProbeEntity | undefined
  all(): readonly ProbeEntity[]
  ownedBy(playerId: string): readonly ProbeEntity[]
  near(x: number, y: number, radius: number): readonly ProbeEntity[]
}

type ViewContext = {
  readonly base: Pick<ProbeContext, 'entities' | 'state' | 'extras' | 'players' | 'tick'>
  readonly playerId: string
  readonly redact: (entity: ProbeEntity, label: string) => ProbeEntity
}

export type ProbeParts = {
  readonly onTick?: (context: ProbeContext) => unknown
  readonly create?: readonly object[]
  readonly state?: object
  readonly extras?: object
  readonly wakeAt?: number | null
  readonly canJoin?: (context: { base: ViewContext['base']; player: { playerId: string } }) => unknown
  readonly getPlayerState?: (context: ViewContext) => unknown
  readonly seesCell?: (context: Omit<ViewContext, 'redact'> & { readonly x: number; readonly y: number }) => unknown
  readonly redactions?: Readonly<Record<string, (entity: ProbeEntity) => unknown>>
  readonly answer?: (context: { base: ViewContext['base']; playerId: string; input: { about?: string } }) => unknown
}

/** One thing on a grid of 10 × 10, which is `a`. */
export const firstThing = { id: 'a', kind: 'thing', x: 1, y: 1, data: { n: 1 } }

/**
 * A module that does what a test tells it: hooks are plain functions, with no types to keep them from returning
 * garbage. Without parts it holds one thing, lets everybody in, and shows everything.
 */
export function probeModule(parts: ProbeParts = {}): GameModule {
  return defineModule({
    name: 'probe',
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({ width: z.int().default(10), height: z.int().default(10) }),
    entities: {
      thing: z.strictObject({
        n: z.number(),
        secret: z.number().optional(),
        tags: z.array(z.string()).optional(),
        effects: z.record(z.string(), z.json()).optional(),
      }),
    },
    intents: { act: z.strictObject({ value: z.int().optional() }), boom: z.strictObject({}) },
    state: z.strictObject({ round: z.number().optional(), note: z.string().optional() }),
    extras: z.strictObject({ score: z.number().optional(), board: z.record(z.string(), z.json()).optional() }),
    queries: {
      ask: {
        input: z.strictObject({ about: z.string().optional() }),
        answer: (parts.answer ?? (() => null)) as never,
      },
    },
    redactions: (parts.redactions ?? {}) as never,
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () =>
      ({
        create: parts.create ?? [firstThing],
        ...(parts.state === undefined ? {} : { state: parts.state }),
        ...(parts.extras === undefined ? {} : { extras: parts.extras }),
        ...(parts.wakeAt === undefined ? {} : { wakeAt: parts.wakeAt }),
      }) as never,
    canJoin: (parts.canJoin ?? accept) as never,
    onTick: (parts.onTick ?? (() => ({}))) as never,
    getPlayerState: (parts.getPlayerState ??
      (({ base }: ViewContext) => ({ entities: base.entities.all(), extras: base.extras }))) as never,
    ...(parts.seesCell === undefined ? {} : { seesCell: parts.seesCell as never }),
  })
}
