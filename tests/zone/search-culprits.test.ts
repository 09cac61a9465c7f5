import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Input, IntentInput } from '../../framework/engine/src/inputs/input.ts'
import { InputQueue } from '../../framework/engine/src/inputs/input-queue.ts'
import { PoisonMemory } from '../../framework/engine/src/inputs/poison-memory.ts'
import { type Candidate, type Care, care, type Isolation } from '../../framework/engine/src/inputs/search.ts'
import { afterRejection, beginSearch, whatIsLeft } from '../../framework/engine/src/inputs/search-culprits.ts'
import { takeInputs } from '../../framework/engine/src/inputs/take-inputs.ts'
import { ModuleFault } from '../../framework/engine/src/module/module-fault.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { beginRuns, runSearch } from '../../framework/engine/src/step/run-search.ts'
import { size } from '../lanes/size.ts'

type Poison = (shown: readonly Input[]) => boolean | ModuleFault

/** Which of the intents that a run was shown it names when it is stopped. */
type Naming = 'loop' | 'last' | 'first' | 'none' | 'any'

/** A run with one of these is stopped, and names one. */
const stopping = (loops: readonly number[], naming: Naming): Poison => {
  let count = 0
  return (shown) => {
    const ids = shown.map(idOf)
    const loop = ids.find((id) => loops.includes(id))
    if (loop === undefined) return false
    count += 7
    const named = { loop, last: ids.at(-1), first: ids[0], none: undefined, any: ids[count % ids.length] }[naming]
    const call = { module: 'probe', hook: 'onTick', intentId: named === undefined ? undefined : String(named) }
    return new ModuleFault('onTick', 'stopped', { stoppedIn: call })
  }
}

/** What a run of a beat was shown, and whether the module failed in it. */
type Run = { readonly ids: readonly number[]; readonly hasFailed: boolean }

/** Of the runs of this beat one failed with it, and one passed that differs by inputs of its player alone. */
function expectProof(
  runs: readonly Run[],
  { id, playerOfId }: { id: number; playerOfId: (id: number) => string | undefined },
): void {
  const isTheirs = (other: number) => playerOfId(other) === playerOfId(id)
  const others = ({ ids }: Run) => ids.filter((other) => !isTheirs(other)).join(' ')
  const failed = runs.filter(({ ids, hasFailed }) => hasFailed && ids.includes(id))
  const passed = runs.filter(({ ids, hasFailed }) => !hasFailed && !ids.includes(id))
  expect(failed.some((run) => passed.some((other) => others(other) === others(run)))).toBe(true)
}

/** An input as the search sees it: whose it is, and its number. */
const inputOf = (playerId: string, id: number) => ({
  kind: 'intent' as const,
  intent: { id: String(id), playerId, role: 'player' as const, type: 'act', payload: {}, receivedAt: 0 },
  displayName: playerId,
  isDebug: false,
  connectionId: null,
  waiters: [],
  isDiscarded: false,
})
const idOf = (input: Input) => (input.kind === 'intent' ? Number(input.intent.id) : -1)
const candidateOf = (input: Input, place: number, of: Care = care.usual): Candidate => ({ input, place, care: of })
const containing = (...ids: readonly number[]): Poison => {
  const poison = new Set(ids)
  return (shown) => shown.some((input) => poison.has(idOf(input)))
}

/** What each run takes, and each that is stopped. */
type Slowness = { readonly msPerRun?: number; readonly msPerStop?: number; readonly isAfterStop?: boolean }

/** One beat: what was settled of these, and how. */
async function beat(candidates: readonly Candidate[], fails: Poison, options: Slowness = {}) {
  const { isAfterStop = false } = options
  let now = 0
  const recorded: Run[] = []
  const runs = beginRuns({ clock: { monotonic: () => now }, limits: defaultLimits }, { stepMs: 1_000, isAfterStop })
  const found = await runSearch(beginSearch(candidates, { isByCommit: false }), runs, async ({ inputs, condemned }) => {
    now += options.msPerRun ?? 0
    const given = inputs.filter((input) => !condemned.has(input))
    const failure = fails(given)
    recorded.push({ ids: given.map(idOf), hasFailed: failure !== false })
    if (failure instanceof ModuleFault) {
      now += options.msPerStop ?? 0
      return failure
    }
    return failure ? new ModuleFault('onTick', 'poison') : { given, condemned }
  })
  const settled = found.passed ?? { given: [], condemned: new Set<Input>() }
  return {
    search: found.search,
    runs: recorded,
    wasStopped: runs.stops > 0,
    shown: recorded.map(({ ids }) => ids),
    applied: settled.given.map(idOf),
    condemned: [...settled.condemned].map(idOf),
  }
}

/** Beats until all is settled; each goes on with what the one before left. Nobody's failures are remembered. */
async function beats(inputs: readonly IntentInput[], fails: Poison, options: Slowness = {}) {
  const queue = new InputQueue(defaultLimits)
  for (const input of inputs) queue.addIntent(input)
  const poison = new PoisonMemory(defaultLimits)
  let isolation: Isolation | undefined
  const all: Awaited<ReturnType<typeof beat>>[] = []
  while (queue.size > 0 && all.length < 1_000) {
    const isAfterStop = all.at(-1)?.wasStopped ?? false
    const one = await beat(takeInputs({ queue, isolation, poison }, 0), fails, { ...options, isAfterStop })
    all.push(one)
    isolation = whatIsLeft(one.search)
    const settled = new Set([...one.applied, ...one.condemned])
    queue.settle(queue.all().filter((input) => settled.has(idOf(input))))
  }
  return all
}

const manyInputs = fc
  .array(fc.constantFrom('ann', 'bob', 'cem', 'dan', 'eve'), { minLength: 1, maxLength: 64 })
  .map((players) => players.map(inputOf))
const subsetOf = (inputs: readonly Input[]) => fc.subarray(inputs.map(idOf))
const isGrowing = (numbers: readonly number[]) => numbers.every((one, at) => at === 0 || one > (numbers[at - 1] ?? 0))

describe('the search for failing inputs', () => {
  test('[FAIL-2] whatever fails of at most 64 inputs is found, all others are applied, in at most 12 runs a beat', async () => {
    await fc.assert(
      fc.asyncProperty(
        manyInputs.chain((inputs) => fc.tuple(fc.constant(inputs), subsetOf(inputs))),
        async ([inputs, culprits]) => {
          const all = await beats(inputs, containing(...culprits))
          expect(all.flatMap(({ condemned }) => condemned).sort(byNumber)).toEqual(culprits)
          const innocent = inputs.map(idOf).filter((id) => !culprits.includes(id))
          expect(all.flatMap(({ applied }) => applied).sort(byNumber)).toEqual(innocent)
          for (const { shown, search } of all) {
            expect(shown.length).toBeLessThanOrEqual(defaultLimits.isolationRunsMax)
            expect(search.brokenBy).toBeUndefined()
            for (const given of shown) expect(isGrowing(given)).toBe(true)
          }
          expect(all.length).toBeLessThanOrEqual(1 + culprits.length)
        },
      ),
      { numRuns: size({ usual: 60, long: 5_000 }) },
    )
  })

  test('[FAIL-2] where one player is the cause, all that others asked for is applied in that very beat', async () => {
    await fc.assert(
      fc.asyncProperty(
        manyInputs.chain((inputs) =>
          fc.tuple(fc.constant(inputs), subsetOf(inputs.filter(({ intent }) => intent.playerId === 'bob'))),
        ),
        async ([inputs, culprits]) => {
          const [first] = await beats(inputs, containing(...culprits))
          const others = inputs.filter(({ intent }) => intent.playerId !== 'bob').map(idOf)
          expect(first?.applied).toEqual(expect.arrayContaining(others))
        },
      ),
      { numRuns: size({ usual: 60, long: 5_000 }) },
    )
  })

  test('[FAIL-2] what fails only together is condemned nowhere: the later one waits for the next beat, and goes first', async () => {
    await fc.assert(
      fc.asyncProperty(
        manyInputs.chain((inputs) => fc.tuple(fc.constant(inputs), fc.subarray(inputs.map(idOf)))),
        async ([inputs, together]) => {
          const isPair: Poison = (shown) => shown.filter((input) => together.includes(idOf(input))).length >= 2
          const all = await beats(inputs, isPair)
          expect(all.flatMap(({ condemned }) => condemned)).toEqual([])
          expect(all.flatMap(({ applied }) => applied).sort(byNumber)).toEqual(inputs.map(idOf))
          expect(all.length).toBeLessThanOrEqual(Math.max(1, together.length))
          // The order of what one player asked for is kept.
          for (const player of ['ann', 'bob', 'cem', 'dan', 'eve']) {
            const ids = new Set(inputs.filter(({ intent }) => intent.playerId === player).map(idOf))
            expect(isGrowing(all.flatMap(({ applied }) => applied.filter((id) => ids.has(id))))).toBe(true)
          }
        },
      ),
      { numRuns: size({ usual: 40, long: 3_000 }) },
    )
  })

  test('[FAIL-2] a module as slow as you like: three runs a beat and the last, others go on, and it ends', async () => {
    const inputs = Array.from({ length: 40 }, (_, id) => inputOf(`player ${id}`, id))
    const all = await beats(inputs, containing(17, 30), { msPerRun: 10_000 })
    expect(all.flatMap(({ condemned }) => condemned).sort(byNumber)).toEqual([17, 30])
    expect(all.flatMap(({ applied }) => applied)).toHaveLength(38)
    for (const { shown } of all) expect(shown.length).toBeLessThanOrEqual(4)
    expect(all.length).toBeLessThan(20)
  })

  test('[FAIL-2] no run of a search begins after half the period, nor after 100 ms', async () => {
    const inputs = Array.from({ length: 64 }, (_, id) => inputOf(`player ${id}`, id))
    // Two runs of a search in 100 ms, one that was begun within them, and the last.
    const candidates = inputs.map((input, place) => candidateOf(input, place))
    expect((await beat(candidates, containing(40), { msPerRun: 45 })).shown).toHaveLength(3)
    const soon = beginRuns({ clock: { monotonic: () => 5 }, limits: defaultLimits }, { stepMs: 60 })
    expect(soon.endsAt).toBe(35)
    expect(beginRuns({ clock: { monotonic: () => 5 }, limits: defaultLimits }, { stepMs: 3_600_000 }).endsAt).toBe(105)
  })

  test('[FAIL-2] a step that fails without inputs too is nobody’s fault but the zone’s', async () => {
    const { search, shown, condemned } = await beat([candidateOf(inputOf('ann', 1), 0)], () => true)
    expect(search.brokenBy).toBeInstanceOf(ModuleFault)
    expect([shown, condemned]).toEqual([[[1], []], []])
  })

  test('[FAIL-11] who is isolated runs after all others, alone: two runs more, and one of them fails', async () => {
    const others = Array.from({ length: 30 }, (_, id) => candidateOf(inputOf(`player ${id}`, id + 1), id + 1))
    const { shown, applied, condemned } = await beat(
      [candidateOf(inputOf('mal', 0), 0, care.isolated), ...others],
      containing(0),
    )
    const rest = others.map(({ input }) => idOf(input))
    expect(shown).toEqual([rest, [...rest, 0], rest])
    expect([applied, condemned]).toEqual([rest, [0]])
  })

  test('[FAIL-16] what a time limit stopped is known at once, and not searched for', async () => {
    const inputs = Array.from({ length: 30 }, (_, id) => candidateOf(inputOf(`player ${id}`, id), id))
    const runs = beginRuns({ clock: { monotonic: () => 0 }, limits: defaultLimits }, { stepMs: 100 })
    const { passed } = await runSearch(
      beginSearch(inputs, { isByCommit: false }),
      runs,
      async ({ inputs: all, condemned }) =>
        condemned.size > 0
          ? { all, condemned }
          : new ModuleFault('onTick', 'stopped', { stoppedIn: { module: 'probe', hook: 'onTick', intentId: '12' } }),
    )
    expect(runs.count).toBe(2)
    expect([...(passed?.condemned ?? [])].map(idOf)).toEqual([12])
    expect(passed?.all).toHaveLength(30)
  })

  test('[FAIL-2] [FAIL-16] guesses by name, right or wrong: who loops is found, nobody else is refused, and few runs are stopped', async () => {
    await fc.assert(
      fc.asyncProperty(
        manyInputs.chain((inputs) =>
          fc.tuple(
            fc.constant(inputs),
            subsetOf(inputs.filter(({ intent }) => intent.playerId === 'bob' || intent.playerId === 'eve')),
            fc.constantFrom<Naming>('loop', 'last', 'first', 'none', 'any'),
            fc.boolean(),
          ),
        ),
        async ([inputs, loops, naming, isSlow]) => {
          const all = await beats(inputs, stopping(loops, naming), { msPerStop: isSlow ? 1_000 : 0 })
          const refused = all.flatMap(({ condemned }) => condemned).sort(byNumber)
          const isLooper = (id: number) =>
            loops.some((loop) => inputs[loop]?.intent.playerId === inputs[id]?.intent.playerId)
          // Named wrongly, another intent of that very player may be refused in place of the one that loops, or with it.
          if (naming === 'first' || naming === 'any') expect(refused.every(isLooper)).toBe(true)
          else expect(refused).toEqual(loops)
          expect(refused).toEqual(expect.arrayContaining(loops))
          const others = inputs.map(idOf).filter((id) => !refused.includes(id))
          expect(all.flatMap(({ applied }) => applied).sort(byNumber)).toEqual(others)
          for (const { runs, search, condemned } of all) {
            expect(runs.length).toBeLessThanOrEqual(defaultLimits.isolationRunsMax)
            expect(runs.filter(({ hasFailed }) => hasFailed).length).toBeLessThanOrEqual(
              defaultLimits.isolationStopsMax,
            )
            expect(search.brokenBy).toBeUndefined()
            for (const id of condemned) expectProof(runs, { id, playerOfId: (other) => inputs[other]?.intent.playerId })
          }
          for (const player of ['bob', 'eve']) {
            const ids = inputs.filter(({ intent }) => intent.playerId === player).map(idOf)
            const settled = all.flatMap((one) => [...one.applied, ...one.condemned].sort(byNumber))
            expect(isGrowing(settled.filter((id) => ids.includes(id)))).toBe(true)
          }
          if (naming !== 'loop') return
          expect(all.length).toBeLessThanOrEqual(1 + 3 * loops.length)
          // No player costs more than one time limit a beat.
          for (const { runs } of all) {
            const stopped = runs.filter(({ hasFailed }) => hasFailed)
            const stoppedBy = stopped.map(
              ({ ids }) => inputs[ids.find((id) => loops.includes(id)) ?? -1]?.intent.playerId,
            )
            expect(new Set(stoppedBy).size).toBe(stoppedBy.length)
          }
        },
      ),
      { numRuns: size({ usual: 80, long: 5_000 }) },
    )
  })

  test('[FAIL-2] data that only the storage refuses is searched for commit by commit', async () => {
    const inputs = Array.from({ length: 16 }, (_, id) => candidateOf(inputOf(`player ${id}`, id), id))
    const fault = new ModuleFault('onTick', 'the database refused the changes')
    const pass = (given: ReturnType<typeof beginSearch>) =>
      runSearch(
        given,
        beginRuns({ clock: { monotonic: () => 0 }, limits: defaultLimits }, { stepMs: 100 }),
        async ({ inputs: all, condemned }) => ({
          all,
          condemned,
        }),
      )
    const whole = await pass(beginSearch(inputs, { isByCommit: false }))
    const bare = await pass(afterRejection(whole.search, fault))
    expect(bare.passed?.all).toEqual([])
    expect(whatIsLeft(bare.search)).toMatchObject({ suspects: { size: 16 }, isByCommit: true })
    const suspects = inputs.map((candidate) => ({ ...candidate, care: care.suspect }))
    const half = await pass(beginSearch(suspects, { isByCommit: true }))
    expect(half.passed?.all).toHaveLength(8)
    expect(whatIsLeft(half.search)).toMatchObject({ suspects: { size: 8 }, isByCommit: true })
    const single = await pass(beginSearch(suspects.slice(0, 1), { isByCommit: true }))
    const found = await pass(afterRejection(single.search, fault))
    expect([...(found.passed?.condemned ?? [])].map(idOf)).toEqual([0])
  })
})

function byNumber(one: number, other: number): number {
  return one - other
}
