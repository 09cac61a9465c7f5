import { everyone } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, probeModule } from '../probe-module.ts'
import { createWorld, type Link } from '../world.ts'

type Intent = ProbeContext['intents'][number]

const limits = { moduleMsMax: 100 }
const isLoop = ({ type, payload }: Intent) => type === 'boom' || payload.value === 66
const codesOf = ({ player }: Link) => player.results.map(({ code, outcome }) => code ?? outcome)

/** Modules that do not return for a `boom`, or for a 66. */
const modules = {
  'looks at the type alone': ({ intents }: ProbeContext, spin: () => never) => {
    for (const { type } of intents) if (type === 'boom') spin()
  },
  'looks at one intent after the other': ({ intents }: ProbeContext, spin: () => never) => {
    for (const intent of intents) if (isLoop(intent)) spin()
  },
  'reads all of them first': ({ intents }: ProbeContext, spin: () => never) => {
    const all = intents.map((intent) => ({ ...intent }))
    for (const intent of all) if (isLoop(intent)) spin()
  },
} as const

/** These players in a zone of such a module. `round`: one beat, and how often the module was stopped in it. */
async function withPlayers(module: keyof typeof modules, names: readonly string[]) {
  let stops = 0
  let runs: string[] = []
  let spunMs = 0
  const world = await createWorld(
    probeModule({
      onTick(context) {
        runs.push(context.intents.map(({ playerId }) => playerId).join(' '))
        modules[module](context, () => {
          stops += 1
          spunMs += 1_000
          world.clock.advance(limits.moduleMsMax)
          for (;;);
        })
        return { update: [{ id: 'a', inc: [[['data', 'n'], context.intents.length]] }] }
      },
    }),
    // Only a loop counts as time that was used: whatever else a busy machine stops has one more try.
    { isGuarded: true, isChecking: false, limits, computedMs: () => spunMs },
  )
  const links = names.map((name) => world.open(name))
  for (const link of links) await world.watch(link)
  await world.beat()
  const round = async () => {
    stops = 0
    runs = []
    await world.beat()
    expect(runs.length).toBeLessThanOrEqual(world.limits.isolationRunsMax)
    return stops
  }
  return { world, links, round }
}

const thirty = Array.from({ length: 30 }, (_, index) => `player-${index}`)

/** Beats in which the others ask once each: how often the module was stopped in each, and that all were answered in it. */
async function playOn(
  { world, round }: Awaited<ReturnType<typeof withPlayers>>,
  others: readonly Link[],
  beats: number,
): Promise<number[]> {
  const stops: number[] = []
  for (let beat = 1; beat <= beats; beat++) {
    for (const link of others) await world.intent(link, 'act', { value: 1 })
    stops.push(await round())
    expect(others.map(codesOf)).toEqual(others.map(() => Array(beat).fill('applied')))
  }
  return stops
}

describe('a player whose intents loop, among thirty others who ask in every beat', () => {
  test.each([
    ['looks at the type alone', 'boom', {}],
    ['looks at one intent after the other', 'act', { value: 66 }],
  ] as const)(
    '[FAIL-16] [FAIL-11] a module that %s is stopped for it once a beat, poisonMax times in all, with ten of them queued',
    async (module, type, payload) => {
      const game = await withPlayers(module, [...thirty.slice(0, 15), 'mal', ...thirty.slice(15)])
      const mal = game.links[15] as Link
      const others = game.links.filter((link) => link !== mal)
      for (let count = 0; count < 10; count++) await game.world.intent(mal, type, payload)
      // Who asked while it was stopped is served in the next beat, before it is risked once more.
      expect(await playOn(game, others, 7)).toEqual([1, 0, 1, 0, 1, 0, 0])
      expect(codesOf(mal)).toEqual(Array(10).fill('intent_failed'))
      expect(game.world.zone).toMatchObject({
        life: { status: 'open', failures: 0 },
        isolation: undefined,
        queue: { size: 0 },
      })
      expect(game.world.errors[0]).toMatch(/intent (boom|act), player mal: onTick of probe did not return/)
    },
  )

  test('[FAIL-16] two of them: at most two stops a beat, and each is refused by what the module failed on', async () => {
    const game = await withPlayers('looks at one intent after the other', ['mal', ...thirty, 'meg'])
    const [mal, meg] = [game.links[0], game.links.at(-1)] as [Link, Link]
    const others = game.links.slice(1, -1)
    for (let count = 0; count < 10; count++)
      for (const link of [mal, meg]) await game.world.intent(link, 'act', { value: 66 })
    const stops = await playOn(game, others, 16)
    expect(Math.max(...stops)).toBe(2)
    expect(stops.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(7)
    expect([mal, meg].map(codesOf)).toEqual([mal, meg].map(() => Array(10).fill('intent_failed')))
  })

  test('[FAIL-16] what this player asked for before is carried out before that is refused; never two stops a beat', async () => {
    const game = await withPlayers('looks at one intent after the other', [...thirty, 'mal'])
    const mal = game.links.at(-1) as Link
    for (const [index, value] of [1, 66, 1, 66].entries())
      await game.world.intent(mal, 'act', { value }, { seq: index + 1 })
    const stops = await playOn(game, game.links.slice(0, -1), 7)
    expect(Math.max(...stops)).toBe(1)
    expect(stops.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(3)
    expect(mal.player.results.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(codesOf(mal)).toEqual(['applied', 'intent_failed', 'applied', 'intent_failed'])
  })

  test('[FAIL-16] a module that reads all of them first is searched; nobody else is refused, and the zone goes on', async () => {
    const game = await withPlayers('reads all of them first', [...thirty.slice(0, 12), 'mal', ...thirty.slice(12)])
    const mal = game.links[12] as Link
    const others = game.links.filter((link) => link !== mal)
    for (const link of game.links) await game.world.intent(link, 'act', { value: link === mal ? 66 : 1 })
    const stops: number[] = []
    while ((game.world.zone?.queue.size ?? 0) > 0 && stops.length < 20) stops.push(await game.round())
    expect(others.map(codesOf)).toEqual(others.map(() => ['applied']))
    expect(codesOf(mal)).toEqual(['intent_failed'])
    expect(Math.max(...stops)).toBeLessThanOrEqual(2)
    expect(stops.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(9)
    // It is known now, and costs one stop each.
    for (let count = 0; count < 4; count++) await game.world.intent(mal, 'act', { value: 66 })
    for (const { player } of others) player.results.length = 0
    expect(await playOn(game, others, 5)).toEqual([1, 0, 1, 0, 0])
    expect(codesOf(mal)).toEqual(Array(5).fill('intent_failed'))
  })

  test('[FAIL-16] a module that reads all of them first, and the last one in is innocent: refused once is only who loops', async () => {
    const game = await withPlayers('reads all of them first', ['mal', 'ann'])
    const [mal, ann] = game.links as [Link, Link]
    for (let count = 0; count < 10; count++) await game.world.intent(mal, 'act', { value: 66 })
    await game.world.intent(ann, 'act')
    const stops: number[] = []
    while ((game.world.zone?.queue.size ?? 0) > 0 && stops.length < 20) stops.push(await game.round())
    expect(codesOf(ann)).toEqual(['applied'])
    expect(codesOf(mal)).toEqual(Array(10).fill('intent_failed'))
    expect(Math.max(...stops)).toBeLessThanOrEqual(3)
  })
})

test('[FAIL-16] an intent is for a module the plain object that it was before it was noted what is read of it', async () => {
  let seen: object | undefined
  const world = await createWorld(
    probeModule({
      onTick({ intents }) {
        const [intent] = intents
        if (intent === undefined) return {}
        seen = intent
        return { events: [{ event: 'told', payload: intent, to: everyone() }] }
      },
    }),
  )
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  await world.intent(ann, 'act', { value: 7 })
  const intent = world.zone?.queue.all().find(({ kind }) => kind === 'intent')
  const plain = intent?.kind === 'intent' ? intent.intent : undefined
  await world.beat()
  const given = seen as Record<string, unknown>
  expect({ ...given }).toStrictEqual({ ...plain })
  expect(JSON.stringify(given)).toBe(JSON.stringify(plain))
  expect(structuredClone(given)).toStrictEqual({ ...plain })
  expect(Object.getPrototypeOf(given)).toBe(Object.prototype)
  expect([Reflect.ownKeys(given), Object.isFrozen(given)]).toEqual([Object.keys(plain ?? {}), true])
  expect(given.payload).toBe(plain?.payload)
  expect(codesOf(ann)).toEqual(['applied'])
})
