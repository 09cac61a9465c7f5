import { expect, test } from 'vitest'
import { z } from 'zod'
import type { GameModule } from '../../../framework/core/src/contract/module.ts'
import { stopAfter } from '../../../framework/engine/src/guard/time-limit.ts'
import { createRandom } from '../../../framework/engine/src/kernel/random.ts'
import { stateHash } from '../../../framework/engine/src/recording/state-hash.ts'
import { size } from '../../lanes/size.ts'
import { type ProbeEntity, type ProbeParts, probeModule } from '../probe-module.ts'
import { createWorld, type Link } from '../world.ts'

/** How often the code of the module still gets on; at 0 it does not. */
type Fuse = { left: number }

function burn(fuse: Fuse): true {
  fuse.left -= 1
  while (fuse.left === 0);
  return true
}

/** Uses all that a module is given, so that much of it is made while it is read; everything it does burns the fuse. */
function busyModule(fuse: Fuse): GameModule {
  const onTick: ProbeParts['onTick'] = ({ entities, intents, tick, newId, random }) => {
    const things = entities.all()
    const near = entities.near(5, 5, 2).filter(() => burn(fuse))
    const own = intents.flatMap(({ playerId }) => entities.ownedBy(playerId).filter(() => burn(fuse)))
    const gone = things.filter((_, index) => burn(fuse) && index % 9 === tick % 9)
    return {
      create: gone.map(() => ({
        ...{ id: newId('thing'), kind: 'thing', x: random.int(0, 9), y: random.int(0, 9), ownerId: 'ann' },
        data: { n: tick, secret: near.length },
      })),
      update: own.filter((thing) => !gone.includes(thing)).map(({ id }) => ({ id, inc: [[['data', 'n'], 1]] })),
      delete: gone.map(({ id }) => id),
      state: { round: tick },
      events: [{ event: 'tick', payload: things.length, to: { kind: 'everyone' } }],
    }
  }
  const getPlayerState: ProbeParts['getPlayerState'] = ({ base, playerId, redact }) => ({
    entities: base.entities
      .all()
      .map((thing) => (burn(fuse) && thing.ownerId === playerId ? thing : redact(thing, 'plain'))),
    extras: { round: base.state.round },
  })
  const module = probeModule({
    create: Array.from({ length: 60 }, (_, n) => ({
      id: `t${n}`,
      kind: 'thing',
      x: n % 10,
      y: 5,
      ownerId: 'bob',
      data: { n },
    })),
    onTick,
    getPlayerState,
    redactions: {
      plain(thing: ProbeEntity) {
        burn(fuse)
        return { ...thing, data: { n: thing.data.n } }
      },
    },
    answer: ({ base }) => base.entities.all().filter(() => burn(fuse)).length,
  })
  const data = z.strictObject({ n: z.number().refine(() => burn(fuse)), secret: z.number().optional() })
  const say = z.strictObject({ words: z.array(z.string().refine(() => burn(fuse))) })
  return { ...module, entities: { thing: data }, intents: { ...module.intents, say } }
}

/** A world in which every second slice is stopped, at a moment that the seed chooses, and then run again. */
async function createStoppedWorld(seed: number) {
  const random = createRandom(`stops ${seed}`)
  const fuse = { left: 0 }
  let stops = 0
  let wasStopped = true
  let isPlaying = false
  const world = await createWorld(busyModule(fuse), {
    isGuarded: true,
    isChecking: false,
    limits: { sliceMs: 1_000 },
    // As on a machine that gives it no time: what was stopped has one more try, and succeeds then.
    computedMs: () => 0,
    timeLimit(_ms, work) {
      if (wasStopped || !isPlaying) {
        fuse.left = 0
        wasStopped = false
        return stopAfter(60_000, work)
      }
      fuse.left = random.int(1, random.int(1, 400))
      wasStopped = !stopAfter(1, work)
      if (wasStopped) stops += 1
      return !wasStopped
    },
  })
  isPlaying = true
  return { world, stops: () => stops }
}

/** One beat in which everything happens that runs code of the module. Answers what everybody was told. */
async function play(
  world: Awaited<ReturnType<typeof createWorld>>,
  links: readonly Link[],
  beat: number,
): Promise<unknown> {
  const { host, zoneId } = world
  const [ann, bob] = links as [Link, Link]
  const asked = [
    world.intent(ann, 'say', { words: ['a', 'b', 'c'] }),
    world.intent(bob, 'act', { value: beat }),
    host.query({ zoneId, playerId: 'bob', name: 'ask', input: {} }),
  ]
  const answers = await Promise.all(asked)
  await world.beat()
  if (beat % 4 === 0) await world.watch(ann)
  const state = await host.readState({ zoneId, as: 'ann' })
  const zone = world.zone
  if (zone === undefined) throw new Error('the zone is loaded')
  return {
    answers: JSON.stringify(answers),
    state: JSON.stringify(state),
    hash: stateHash(zone.committed),
    entities: JSON.stringify(zone.committed.entities.all()),
    messages: links.map(({ texts }) => texts.splice(0)),
  }
}

const moments = size({ usual: 60, long: 1_000 })

test(`[FAIL-12] a server whose slices are stopped at ${moments} random moments does what one does that never was`, async () => {
  const seed = 7
  const stopped = await createStoppedWorld(seed)
  const twin = await createWorld(busyModule({ left: 0 }), { isChecking: false })
  const worlds = [stopped.world, twin] as const
  const links = worlds.map((world) => ['ann', 'bob', 'cem'].map((name) => world.open(name)))
  for (const [index, world] of worlds.entries()) for (const link of links[index] ?? []) await world.watch(link)
  let beat = 0
  for (; stopped.stops() < moments && beat < 2_000; beat++) {
    const [one, other] = [await play(stopped.world, links[0] ?? [], beat), await play(twin, links[1] ?? [], beat)]
    expect(one, `beat ${beat}, seed ${seed}`).toEqual(other)
  }
  expect(stopped.stops()).toBeGreaterThanOrEqual(moments)
  expect([stopped.world.errors, twin.errors]).toEqual([[], []])
}, 120_000)
