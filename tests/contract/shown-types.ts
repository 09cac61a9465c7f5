import type { BotOutcome, JoinedZone } from '@gridtick/client'
import { testZone } from '@gridtick/testing'
import { accept, type DraftOf, defineModule, intent, type LookOf, type QuestionOf, type ViewOf } from 'gridtick'
import { z } from 'zod'

/** What the compiler must find about what players are shown: `npx tsc -p .` reads this file. Nothing here is run. */

const game = {
  config: z.strictObject({}),
  entities: { ship: z.strictObject({ hull: z.int(), course: z.string() }) },
  view: {
    extras: z.strictObject({ score: z.int(), rank: z.int().default(1) }),
    entities: { ship: z.strictObject({ hull: z.int() }) },
  },
}

const input = z.strictObject({ most: z.int() })

/** A query that stands by itself. */
const best = {
  input,
  output: z.array(z.strictObject({ name: z.string(), score: z.int() })),
  answer({ view, input: { most } }: QuestionOf<typeof game, typeof input>) {
    return [{ name: 'ann', score: Math.min(most, view.extras.score + view.extras.rank) }]
  },
}

/** So does a view. */
function look({ base, redact }: LookOf<typeof game>): ViewOf<typeof game> {
  const [first] = base.entities.all()
  if (first === undefined) return { entities: [], extras: { score: 0 } }
  // @ts-expect-error this one has no such label
  return { entities: [redact(first, 'far')], extras: { score: 0 } }
}

const parts = {
  ...game,
  name: 'shown',
  version: '1.0.0',
  stateVersion: 1,
  intents: {
    buy: intent(
      { payload: z.strictObject({ units: z.int() }), details: z.strictObject({ paid: z.int() }) },
      (_draft: DraftOf<typeof game>, { payload: { units } }) => accept({ paid: units * 2 }),
    ),
    wait: z.strictObject({}),
  },
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({}),
  onTick: () => ({}),
} as const

export const shown = defineModule({
  ...parts,
  queries: {
    best,
    hull: {
      input: z.strictObject({ of: z.string() }),
      output: z.strictObject({ hull: z.int().nullable() }),
      answer: ({ view, input: { of } }) => {
        const ship = view.entities.find(({ id }) => id === of)
        // @ts-expect-error the view shows no course
        void ship?.data.course
        return { hull: ship?.data.hull ?? null }
      },
    },
    wrong: {
      input: z.strictObject({ of: z.string() }),
      output: z.strictObject({ hull: z.int() }),
      // @ts-expect-error a hull is a number
      answer: ({ input: { of } }) => ({ hull: of }),
    },
    any: { input: z.strictObject({ of: z.string() }), answer: ({ input: { of } }) => [of] },
  },
  redactions: {
    near: (ship) => ({ ...ship, data: { hull: ship.data.hull } }),
    // @ts-expect-error players are shown a hull
    far: (ship) => ({ ...ship, data: {} }),
  },
  getPlayerState: ({ base, redact }) => ({
    entities: base.entities.all().map((ship) => redact(ship, 'near')),
    extras: { score: base.entities.size },
  }),
})

defineModule({ ...parts, redactions: { far: (ship) => ship }, getPlayerState: look as never })

// @ts-expect-error a score is a number
defineModule({ ...parts, getPlayerState: () => ({ entities: [], extras: { score: '3' } }) })

// @ts-expect-error extras that are declared are shown
defineModule({ ...parts, getPlayerState: () => ({ entities: [] }) })

// @ts-expect-error there is no such part of a view
defineModule({ ...parts, view: { extra: z.strictObject({}) }, getPlayerState: () => ({ entities: [] }) })

/** Without declarations anything may be shown. */
const { view: _view, ...open } = parts
defineModule({ ...open, getPlayerState: () => ({ entities: [], extras: { what: ['ever'] } }) })
defineModule({ ...open, getPlayerState: () => ({ entities: [] }) })

/** What was shown is then read by the schemas of what there is, of which redactions may have left a part. */
defineModule({
  ...open,
  entities: { ...parts.entities, rock: z.strictObject({ ore: z.int() }) },
  queries: {
    any: {
      input,
      answer: ({ view }) =>
        view.entities.map((seen) => {
          // @ts-expect-error a rock has none
          void seen.data.hull
          if (seen.kind === 'rock') return seen.data.ore ?? 0
          // @ts-expect-error it may have been taken away
          seen.data.hull.toFixed()
          return seen.data.hull ?? 0
        }),
    },
  },
  getPlayerState: ({ base }) => ({ entities: base.entities.all(), extras: {} }),
})

/** Of the config players know the keys that are named, and nothing where there are none. */
const hidden = { ...parts, config: z.strictObject({ size: z.int().default(8), seed: z.string().optional() }) }
const sized = defineModule({ ...hidden, publicConfig: ['size'], getPlayerState: look as never })
const unsized = defineModule({ ...hidden, getPlayerState: look as never })
// @ts-expect-error the config has no such key
defineModule({ ...hidden, publicConfig: ['width'], getPlayerState: look as never })

export function sizes(zone: JoinedZone<typeof sized>, other: JoinedZone<typeof unsized>): number {
  // @ts-expect-error the module keeps it to itself
  void zone.config.seed
  // @ts-expect-error and so does this one
  void other.config.size
  return zone.config.size.valueOf()
}

// @ts-expect-error what was paid is a number
intent({ payload: input, details: z.strictObject({ paid: z.int() }) }, (_: object) => accept({ paid: 'much' }))

// @ts-expect-error nor is there more to tell
intent({ payload: input, details: z.strictObject({ paid: z.int() }) }, (_: object) => accept({ price: 2 }))

/** What the module declares are the types of the client, */
export async function play(zone: JoinedZone<typeof shown>): Promise<void> {
  zone.view.extras.score.toFixed()
  // @ts-expect-error there is no such extra
  void zone.view.extras.scores
  for (const { data } of zone.view.entities.values()) {
    data.hull.toFixed()
    // @ts-expect-error a view shows no course
    void data.course
  }
  const { result } = await zone.query('best', { most: 3 })
  result[0]?.name.at(0)
  // @ts-expect-error nobody answers that
  void result[0]?.rank
  const any = await zone.query('any', { of: 'it' })
  // @ts-expect-error of this answer nothing is known
  any.result.name
  const bought = await zone.send('buy', { units: 1 })
  if (bought.outcome === 'applied') bought.details?.paid.toFixed()
  // @ts-expect-error it says what was paid
  if (bought.outcome === 'applied') bought.details?.price
}

/** of a bot, */
export function hull(last: BotOutcome<typeof shown>): number | null | undefined {
  if ('intent' in last) return undefined
  // @ts-expect-error there is no such query
  if (last.query === 'worst') return 3
  return last.query === 'hull' ? last.answer?.hull : undefined
}

/** and of the test kit. */
export async function checkAll(): Promise<void> {
  const zone = await testZone(shown)
  zone.view('ann').extras.rank.toFixed()
  // @ts-expect-error there is no such extra
  void zone.view('ann').extras.scores
  const answer = zone.query('ann', 'best', { most: 2 })
  if (answer.ok) answer.value.result[0]?.score.toFixed()
  // @ts-expect-error nobody answers that
  if (answer.ok) answer.value.result[0]?.rank
}
