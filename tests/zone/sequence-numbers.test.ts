import fc from 'fast-check'
import { expect, test } from 'vitest'
import { size } from '../lanes/size.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, type Link, type World } from './world.ts'

const settledSeqsMax = 4

/** Writes down how often each sequence number took effect; refuses every third. */
const module = probeModule({
  create: [{ id: 'a', kind: 'thing', x: 1, y: 1, data: { n: 0, effects: {} } }],
  onTick: ({ intents, entities }: ProbeContext) => {
    const effects: Record<string, number> = { ...(entities.get('a')?.data.effects as Record<string, number>) }
    const refuse = []
    for (const { id, payload } of intents) {
      const seq = payload.value ?? 0
      if (seq % 3 === 0) refuse.push({ intentId: id, code: 'third', message: 'Not this one.' })
      else effects[`s${seq}`] = (effects[`s${seq}`] ?? 0) + 1
    }
    return { update: [{ id: 'a', set: { data: { effects } } }], refuse }
  },
})

type Step =
  | { readonly kind: 'send'; readonly seq: number }
  | { readonly kind: 'beat'; readonly fault: 'none' | 'before' | 'after'; readonly isUnknown: boolean }
  | { readonly kind: 'crash' }

/** What should be known of the sequence numbers of one player, said as simply as it can be. */
class Model {
  settled = new Map<number, string>()
  /** Every number that took effect, or was refused by the module. */
  readonly done = new Map<number, string>()
  queued: number[] = []
  lastSeq = 0
  isAvailable = true
  /** A commit nobody knows of: the numbers in it, and whether it is stored. */
  unknown: { readonly seqs: number[]; readonly hasLanded: boolean } | undefined

  send(seq: number): string {
    if (!this.isAvailable) return 'storage_unavailable'
    if (this.queued.includes(seq)) return 'queued before'
    const settled = this.settled.get(seq)
    if (settled !== undefined) return settled
    if (seq > Math.max(this.lastSeq, 0, ...this.queued)) {
      this.queued.push(seq)
      return 'queued'
    }
    const isForgotten = this.settled.size >= settledSeqsMax && seq < Math.min(...this.settled.keys())
    return isForgotten ? 'seq_too_old' : 'stale_seq'
  }

  beat({ fault, isUnknown }: { fault: 'none' | 'before' | 'after'; isUnknown: boolean }): void {
    this.isAvailable = true
    this.#learn()
    const seqs = this.queued
    if (seqs.length === 0) return
    const hasLanded = fault !== 'before'
    if (fault !== 'none' && isUnknown) this.unknown = { seqs: [...seqs], hasLanded }
    else if (hasLanded) this.#settle(seqs)
    if (fault === 'before' || (fault === 'after' && isUnknown)) this.isAvailable = false
  }

  crash(): void {
    this.#learn()
    this.queued = []
    this.isAvailable = true
  }

  #learn(): void {
    if (this.unknown?.hasLanded) this.#settle(this.unknown.seqs)
    this.unknown = undefined
  }

  #settle(seqs: readonly number[]): void {
    for (const seq of seqs) {
      const result = seq % 3 === 0 ? 'refused' : 'applied'
      this.done.set(seq, result)
      this.settled.set(seq, result)
      this.lastSeq = Math.max(this.lastSeq, seq)
    }
    this.settled = new Map([...this.settled].sort(([one], [other]) => one - other).slice(-settledSeqsMax))
    this.queued = this.queued.filter((seq) => !seqs.includes(seq))
  }
}

async function answerOf(world: World, link: Link, seq: number): Promise<string> {
  const [received, settled] = [link.player.messages.length, link.player.results.length]
  const receipt = await world.intent(link, 'act', { value: seq }, { seq })
  if (!receipt.accepted) return receipt.refused.code
  const result = link.player.results[settled]
  if (result !== undefined) {
    expect(result).toMatchObject({ seq, duplicate: true })
    return result.outcome
  }
  expect(link.player.messages[received]).toMatchObject({ type: 'intent_received', seq, intentId: receipt.intentId })
  return 'queued'
}

async function connected(world: World): Promise<Link> {
  const link = world.open('ann')
  await world.watch(link)
  return link
}

async function run(steps: readonly Step[]): Promise<void> {
  const world = await createWorld(module, { limits: { settledSeqsMax, duplicateWaitersMax: 1_000 } })
  const model = new Model()
  let link = await connected(world)
  await world.beat()

  for (const step of steps) {
    switch (step.kind) {
      case 'send': {
        const expected = model.send(step.seq)
        expect(await answerOf(world, link, step.seq)).toBe(expected === 'queued before' ? 'queued' : expected)
        break
      }
      case 'beat': {
        if (step.fault !== 'none' && model.queued.length > 0 && !(model.unknown?.hasLanded ?? false)) {
          world.storage.faults.failNext({ operation: 'commit', when: step.fault })
          if (step.isUnknown) await failReadAfterCommit(world)
          model.beat(step)
        } else model.beat({ fault: 'none', isUnknown: false })
        await world.beat()
        world.storage.faults.clear()
        break
      }
      case 'crash':
        model.crash()
        world.restart()
        link = await connected(world)
        expect(link.player.messages[0]).toMatchObject({ lastSeq: model.lastSeq })
    }
    await check(world, link, model)
  }
}

/** The tick is read once after the failing commit; before it only if an outcome is still unknown. */
async function failReadAfterCommit(world: World): Promise<void> {
  const reads = world.zone?.doubts.commit === undefined ? 0 : 1
  const operations = world.engine.storageHealth.isAvailable ? 0 : 1
  world.storage.faults.failAt(operations + reads + 2)
}

/** Exactly once, acknowledged only when stored, and at most one first result each. */
async function check(world: World, { player }: Link, model: Model): Promise<void> {
  const stored = await world.stored()
  const effects = (stored?.entities[0]?.data as { effects?: Record<string, number> } | undefined)?.effects
  const landed = new Map(model.done)
  if (model.unknown?.hasLanded) for (const seq of model.unknown.seqs) landed.set(seq, seq % 3 ? 'applied' : 'refused')
  const applied = [...landed].filter(([, result]) => result === 'applied').map(([seq]) => [`s${seq}`, 1])
  expect(effects).toEqual(Object.fromEntries(applied))
  for (const { seq = 0, outcome, code } of player.results)
    if (code === undefined || code === 'third') expect(model.done.get(seq)).toBe(outcome)
  const firsts = player.results.filter(({ duplicate, code }) => !duplicate && (code === undefined || code === 'third'))
  expect(new Set(firsts.map(({ seq }) => seq)).size).toBe(firsts.length)
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), seq: fc.integer({ min: 1, max: 14 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('beat' as const),
      fault: fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const),
      isUnknown: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
)

test('[INT-4] exactly once: random sends, resends, failing commits and crashes go as a simple model says', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), run), {
    numRuns: size({ usual: 60, long: 2_000 }),
  })
})
