import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { ArgumentError, readArguments } from '../../apps/bots/arguments.ts'
import { createChance } from '../../apps/bots/chance.ts'
import { createNotes } from '../../apps/bots/notes.ts'
import type { Situation } from '../../apps/bots/situation.ts'
import { type StrategyName, strategies } from '../../apps/bots/strategies/strategies.ts'
import { summarize } from '../../apps/bots/summary.ts'
import { createTally } from '../../apps/bots/tally.ts'
import { viewAfter } from '../../apps/bots/view.ts'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { freshFolder, startServer } from '../integration/server-process.ts'

describe('arguments', () => {
  test('what is not said has its default', () => {
    const nothing = { trader: {}, pirate: {}, 'toll-keeper': {}, coward: {} }
    expect(readArguments(['--zone', 'z', '--trader', '3', '--set', 'pirate.boldness=0.5'])).toEqual({
      zoneId: 'z',
      url: 'http://127.0.0.1:8787',
      captains: { trader: 3, pirate: 0, 'toll-keeper': 0, coward: 0 },
      minutes: Number.POSITIVE_INFINITY,
      seed: 1,
      pace: 1,
      thresholds: { ...nothing, pirate: { boldness: 0.5 } },
    })
    expect(readArguments(['--help'])).toBe('help')
  })

  test.each([
    ['--zone is missing', ['--trader', '1']],
    ['no captains', ['--zone', 'z']],
    ['whole number from 0 to 1000, not "x"', ['--zone', 'z', '--trader', 'x']],
    ['too many', ['--zone', 'z', '--trader', '1000', '--pirate', '1']],
    ['--pace is a number from 0.1 to 10', ['--zone', 'z', '--trader', '1', '--pace', '50']],
    ['--url is http', ['--zone', 'z', '--trader', '1', '--url', 'ftp://x']],
    ['no threshold "pirate.mercy"', ['--zone', 'z', '--trader', '1', '--set', 'pirate.mercy=1']],
    ['KIND.NAME=NUMBER', ['--zone', 'z', '--trader', '1', '--set', 'pirate.boldness']],
    ["Unknown option '--parrots'", ['--zone', 'z', '--parrots', '1']],
  ])('%s: one line', (message, args) => {
    const read = () => readArguments(args)
    expect(read).toThrow(ArgumentError)
    expect(read).toThrow(message)
    expect(read).not.toThrow('\n')
  })
})

/** A captain in sector 3 with two ways out, alone, until something else is said. */
function situation({ ship, ...others }: Partial<Omit<Situation, 'ship'>> & { ship?: Partial<Situation['ship']> } = {}) {
  return {
    playerId: 'me',
    ship: {
      ...{ shipType: 'kestrel_courier', sector: 3, fighters: 300, shields: 150, warpPower: 200, credits: 1_000 },
      cargo: { fuel_ore: 0, organics: 0, equipment: 0 },
      ...ship,
    },
    ...{ warps: [1, 4], others: [], garrisonHere: undefined, ownGarrisons: [], salvageIds: [], fight: undefined },
    ...{ notes: createNotes(), chance: createChance(1, 1) },
    ...others,
  } satisfies Situation
}

function decide(name: StrategyName, seen: Situation) {
  return strategies[name].create({})(seen)
}

const toll = { sector: 3, fighters: 50, mode: 'toll', tollAmount: 30, isOwn: false } as const
const enemy = { id: 'g', kind: 'garrison', ownerId: 'other', fighters: 50 } as const
const fight = { combatId: 'c', round: 2, hasActed: false, enemies: [enemy] }
const action = (named: string, more: object = {}) => ({
  kind: 'ask',
  intent: { type: 'combat_action', combatId: 'c', round: 2, action: named, ...more },
})

describe('strategies', () => {
  test('nobody acts twice in a round, and nobody goes on in a pod', () => {
    for (const name of ['trader', 'pirate', 'toll-keeper', 'coward'] as const) {
      expect(decide(name, situation({ fight: { ...fight, hasActed: true } }))).toEqual({ kind: 'wait' })
      expect(decide(name, situation({ ship: { shipType: 'escape_pod', fighters: 0 } }))).toEqual({ kind: 'retire' })
    }
  })

  test('a trader pays what is fair, and flees what is not; a coward pays anything it can', () => {
    const dear = { ...toll, tollAmount: 400 }
    expect(decide('trader', situation({ fight, garrisonHere: toll }))).toEqual(action('pay'))
    expect(decide('trader', situation({ fight, garrisonHere: dear }))).toMatchObject({ intent: { action: 'flee' } })
    expect(decide('coward', situation({ fight, garrisonHere: dear }))).toEqual(action('pay'))
    const poor = situation({ fight, garrisonHere: dear, ship: { credits: 399 } })
    expect(decide('coward', poor)).toMatchObject({ intent: { action: 'flee' } })
    expect(decide('coward', { ...poor, ship: { ...poor.ship, warpPower: 2 } })).toEqual(action('brace'))
  })

  test('a trader buys where it is cheap, carries it to where it is dear, and refuels at home', () => {
    const notes = createNotes()
    notes.see(1, [3])
    notes.see(3, [1, 4])
    const port = (sector: number, code: string, price: number) => ({
      event: 'status.update',
      payload: {
        sector,
        sectorContents: {
          port: {
            code,
            lastSeenPrices: { fuel_ore: price, organics: 9, equipment: 40 },
            lastSeenStock: { fuel_ore: 500, organics: 500, equipment: 500 },
          },
        },
      },
    })
    notes.hear(port(1, 'BSS', 30))
    notes.hear(port(3, 'SSS', 20))
    const bought = { type: 'trade', side: 'buy', commodity: 'fuel_ore', quantity: 30 }
    const eager = strategies.trader.create({ curiosity: 0 })
    expect(eager(situation({ notes }))).toEqual({ kind: 'ask', intent: bought })
    expect(strategies.trader.create({ curiosity: 1 })(situation({ notes }))).toEqual({ kind: 'stroll' })
    expect(strategies.coward.create({ curiosity: 0 })(situation({ notes }))).toEqual({
      kind: 'ask',
      intent: { ...bought, quantity: 5 },
    })
    expect(eager(situation({ notes, ship: { credits: 45 } }))).toMatchObject({ intent: { quantity: 2 } })
    const cargo = { fuel_ore: 30, organics: 0, equipment: 0 }
    expect(decide('trader', situation({ notes, ship: { cargo } }))).toEqual({ kind: 'go', to: 1 })
    const sold = { ...bought, side: 'sell' }
    expect(decide('trader', situation({ notes, ship: { cargo, sector: 1 } }))).toEqual({ kind: 'ask', intent: sold })
    expect(decide('trader', situation({ notes, ship: { warpPower: 59 } }))).toEqual({ kind: 'go', to: 0 })
    const home = situation({ ship: { warpPower: 59, sector: 0 } })
    expect(decide('trader', home)).toEqual({ kind: 'ask', intent: { type: 'recharge', units: 241 } })
  })

  test('a pirate strikes what looks no stronger, runs from too many, and takes what is left', () => {
    const bold = strategies.pirate.create({ boldness: 1 })
    const others = [{ playerId: 'prey', shipType: 'kestrel_courier' }]
    const strike = { kind: 'ask', intent: { type: 'initiate_combat', targetId: 'prey' } }
    expect(bold(situation({ others }))).toEqual(strike)
    expect(bold(situation({ others, ship: { sector: 0 } }))).toEqual({ kind: 'stroll' })
    expect(bold(situation({ others: [{ playerId: 'wall', shipType: 'aegis_cruiser' }] }))).toEqual({ kind: 'stroll' })
    expect(bold(situation({ others: [{ playerId: 'pod', shipType: 'escape_pod' }] }))).toEqual({ kind: 'stroll' })
    expect(bold(situation({ fight }))).toEqual(action('attack', { targetId: 'g', commit: 180 }))
    const many = { ...fight, enemies: [enemy, { ...enemy, id: 'h', fighters: 800 }] }
    expect(bold(situation({ fight: many }))).toMatchObject({ intent: { action: 'flee' } })
    const found = { kind: 'ask', intent: { type: 'collect_salvage', salvageId: 's' } }
    expect(bold(situation({ salvageIds: ['s'], others }))).toEqual(found)
    expect(bold(situation({ ship: { fighters: 29 } }))).toEqual({ kind: 'retire' })
  })

  test('a toll keeper holds junctions, and goes where something was paid', () => {
    const junction = situation({ warps: [1, 4, 7] })
    const deployed = { type: 'leave_fighters', sector: 3, quantity: 60, mode: 'toll', tollAmount: 25 }
    expect(decide('toll-keeper', junction)).toEqual({ kind: 'ask', intent: deployed })
    expect(decide('toll-keeper', { ...junction, garrisonHere: toll })).toEqual({ kind: 'stroll' })
    const own = { ...toll, sector: 9, tollBalance: 30 }
    expect(decide('toll-keeper', { ...junction, ownGarrisons: [own] })).toEqual({ kind: 'go', to: 9 })
    const collected = { type: 'collect_fighters', sector: 3, quantity: 1 }
    const here = situation({ ownGarrisons: [{ ...own, sector: 3 }] })
    expect(decide('toll-keeper', here)).toEqual({ kind: 'ask', intent: collected })
  })
})

test('a delta frame changes what it names, and nothing else', () => {
  const entity = (id: string, data: object) => ({ id, kind: 'k', x: 0, y: 0, ownerId: null, data: { ...data } })
  const full = { type: 'tick', tick: 1, full: true, events: [] } as const
  const entities = [entity('a', { n: 1, deep: { m: 1 } }), entity('b', {})]
  const first = viewAfter({ entities: new Map(), extras: {} }, { ...full, entities, extras: { combat: null } })
  const delta = { ...full, tick: 2, full: false, set: [entity('c', {})], remove: ['b'] } as const
  const second = viewAfter(first, { ...delta, patch: [['a', { x: 5, data: { n: null, deep: { o: 2 } } as never }]] })
  expect([...second.entities.values()]).toEqual([{ ...entity('a', { deep: { m: 1, o: 2 } }), x: 5 }, entity('c', {})])
  expect(second.extras).toEqual({ combat: null })
  expect(first.entities.get('a')?.data).toEqual({ n: 1, deep: { m: 1 } })
})

test('a fight that many tell of is counted once', () => {
  const tally = createTally()
  const started = { event: 'combat.started', payload: { combatId: 'c', round: 1 } }
  const participants = { a: { fighters: 0, fightersDelta: -3 }, b: { fighters: 0, fightersDelta: 0 } }
  const resolved = { event: 'combat.round_resolved', payload: { combatId: 'c', round: 1, participants } }
  for (const event of [started, resolved, started, resolved]) tally.hear(event)
  tally.refused('pirate', 'in_combat')
  expect(tally.totals).toMatchObject({ fights: 1, rounds: 1, kills: 1 })
  expect(summarize(tally, 60)).toContain('60 s: 1 fights, 1 rounds, 1 kills')
  expect(summarize(tally, 60)).toContain('refusals: in_combat 1')
})

describe('as a process', () => {
  const children: ChildProcess[] = []
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
  })

  const module = fileURLToPath(new URL('../../modules/space-combat/space-combat.ts', import.meta.url))

  function runBots(args: readonly string[]) {
    const main = fileURLToPath(new URL('../../apps/bots/main.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text
      })
    const ended = new Promise<typeof output & { code: number | null }>((resolve) => {
      child.on('close', (code) => resolve({ ...output, code }))
    })
    return { child, output, ended }
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  const playing = async (operator: Operator) => (await operator.health()).connections

  test('where no server answers it says so, and ends with 1; a zone that is none is a bad argument', async () => {
    const nobody = await runBots(['--zone', 'z', '--trader', '1', '--url', 'http://127.0.0.1:9']).ended
    expect(nobody).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^No server answers at .*\n$/) })
    const bad = await runBots(['--zone', 'z', '--trader', 'many']).ended
    expect(bad).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^--trader is .*\n$/) })
    const server = await startServer()
    const lost = await runBots(['--zone', 'z', '--trader', '1', '--url', server.url]).ended
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--zone: .* has no zone z\. .*\n$/) })
    await server.stop()
  })

  test('they play, wait for places, come back after a kill -9, and end with a summary', async () => {
    const options = { folder: freshFolder(), limits: { guestsPerAddressPerMinute: 12 } }
    const first = await startServer({ ...options, settings: { MODULES: module } })
    const operator = await signInOperator(first.url)
    const config = { map: { sectors: 20, seed: 3 }, combat: { roundTimeoutMs: 500 } }
    const zoneId = await operator.createZone({ module: 'space-combat', everyMs: 50, config })
    const crew = ['--trader', '6', '--pirate', '3', '--toll-keeper', '2', '--coward', '2']
    const bots = runBots(['--zone', zoneId, '--url', first.url, ...crew, '--pace', '10'])
    // Thirteen are to play, and the server lets twelve in.
    await until(() => bots.output.stderr.includes('No new guest for'))
    await until(async () => (await playing(operator)) >= 10)

    first.signal('SIGKILL')
    await first.exited
    const settings = { MODULES: module, PORT: new URL(first.url).port }
    const second = await startServer({ ...options, settings })
    await until(async () => (await playing(operator)) >= 10)
    // They trade.
    await until(async () => (await operator.rest('GET', `/v1/zones/${zoneId}/log?type=trade`)).entries.length > 0)
    bots.child.kill('SIGINT')
    const { code, stdout } = await bots.ended
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('trader ') })
    expect(stdout).toMatch(/\n\d+ s: \d+ fights, .* [1-9]\d* tries to reconnect\n/)
    // They have left, but for those who were between two connections.
    await until(async () => (await playing(operator)) === 0)
    // Those who were between two connections are members still; as connected they count for ten seconds at the most.
    await until(async () => (await operator.zone(zoneId)).players.connected === 0)
    expect(second.stderr).toBe('')
    await second.stop()
  }, 120_000)
})
