import type { BotContext, BotOutcome, HeardEvent, ResultCode, SeenEntity } from '@gridtick/client'
import { createBotRandom } from '@gridtick/client'
import { describe, expect, test } from 'vitest'
import { type Captain, createCaptain } from '../../../../modules/space-combat/bot/captain.ts'
import { nextAction } from '../../../../modules/space-combat/bot/next-action.ts'
import { createNotes } from '../../../../modules/space-combat/bot/notes.ts'
import type { Situation } from '../../../../modules/space-combat/bot/situation.ts'
import { type StrategyName, strategies } from '../../../../modules/space-combat/bot/strategies.ts'
import { spaceCombatBot } from '../../../../modules/space-combat/space-combat.bot.ts'
import type { spaceCombat } from '../../../../modules/space-combat/space-combat.ts'

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
    ...{ notes: createNotes(), random: createBotRandom(1, 1) },
    ...others,
  } satisfies Situation
}

function decide(name: StrategyName, seen: Situation) {
  return strategies[name].create({})(seen)
}

const toll = { sector: 3, fighters: 50, mode: 'toll', tollAmount: 30, isOwn: false } as const
const enemy = { id: 'g', kind: 'garrison', ownerId: 'other', fighters: 50 } as const
const fight = { combatId: 'c', round: 2, hasActed: false, enemies: [enemy] }
const asked = (type: string, payload: object) => ({ kind: 'ask', intent: { type, payload } })
const action = (named: string, more: object = {}) => ({
  kind: 'ask',
  intent: { type: 'combat_action', payload: { combatId: 'c', round: 2, action: named, ...more } },
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
    expect(decide('trader', situation({ fight, garrisonHere: dear }))).toMatchObject({
      intent: { payload: { action: 'flee' } },
    })
    expect(decide('coward', situation({ fight, garrisonHere: dear }))).toEqual(action('pay'))
    const poor = situation({ fight, garrisonHere: dear, ship: { credits: 399 } })
    expect(decide('coward', poor)).toMatchObject({ intent: { payload: { action: 'flee' } } })
    expect(decide('coward', { ...poor, ship: { ...poor.ship, warpPower: 2 } })).toEqual(action('brace'))
  })

  test('a trader buys where it is cheap, carries it to where it is dear, and refuels at home', () => {
    const notes = createNotes()
    notes.see(1, [3])
    notes.see(3, [1, 4])
    const port = (sector: number, code: string, price: number) => {
      const prices = { fuel_ore: price, organics: 9, equipment: 40 }
      const stock = { fuel_ore: 500, organics: 500, equipment: 500 }
      const payload = { sector, sectorContents: { port: { code, lastSeenPrices: prices, lastSeenStock: stock } } }
      return { event: 'status.update', payload } as HeardEvent<typeof spaceCombat>
    }
    notes.hear(port(1, 'BSS', 30))
    notes.hear(port(3, 'SSS', 20))
    const bought = { side: 'buy', commodity: 'fuel_ore', quantity: 30 }
    const eager = strategies.trader.create({ curiosity: 0 })
    expect(eager(situation({ notes }))).toEqual(asked('trade', bought))
    expect(strategies.trader.create({ curiosity: 1 })(situation({ notes }))).toEqual({ kind: 'stroll' })
    expect(strategies.coward.create({ curiosity: 0 })(situation({ notes }))).toEqual(
      asked('trade', { ...bought, quantity: 5 }),
    )
    expect(eager(situation({ notes, ship: { credits: 45 } }))).toMatchObject({ intent: { payload: { quantity: 2 } } })
    const cargo = { fuel_ore: 30, organics: 0, equipment: 0 }
    expect(decide('trader', situation({ notes, ship: { cargo } }))).toEqual({ kind: 'go', to: 1 })
    const sold = { ...bought, side: 'sell' }
    const there = situation({ notes, ship: { cargo, sector: 1 } })
    expect(decide('trader', there)).toEqual(asked('trade', sold))
    expect(decide('trader', situation({ notes, ship: { warpPower: 59 } }))).toEqual({ kind: 'go', to: 0 })
    const home = situation({ ship: { warpPower: 59, sector: 0 } })
    expect(decide('trader', home)).toEqual(asked('recharge', { units: 241 }))
  })

  test('a pirate strikes what looks no stronger, runs from too many, and takes what is left', () => {
    const bold = strategies.pirate.create({ boldness: 1 })
    const others = [{ playerId: 'prey', shipType: 'kestrel_courier' }]
    const strike = asked('initiate_combat', { targetId: 'prey' })
    expect(bold(situation({ others }))).toEqual(strike)
    expect(bold(situation({ others, ship: { sector: 0 } }))).toEqual({ kind: 'stroll' })
    expect(bold(situation({ others: [{ playerId: 'wall', shipType: 'aegis_cruiser' }] }))).toEqual({ kind: 'stroll' })
    expect(bold(situation({ others: [{ playerId: 'pod', shipType: 'escape_pod' }] }))).toEqual({ kind: 'stroll' })
    expect(bold(situation({ fight }))).toEqual(action('attack', { targetId: 'g', commit: 180 }))
    const many = { ...fight, enemies: [enemy, { ...enemy, id: 'h', fighters: 800 }] }
    expect(bold(situation({ fight: many }))).toMatchObject({ intent: { payload: { action: 'flee' } } })
    const found = asked('collect_salvage', { salvageId: 's' })
    expect(bold(situation({ salvageIds: ['s'], others }))).toEqual(found)
    expect(bold(situation({ ship: { fighters: 29 } }))).toEqual({ kind: 'retire' })
  })

  test('a toll keeper holds junctions, and goes where something was paid', () => {
    const junction = situation({ warps: [1, 4, 7] })
    const deployed = asked('leave_fighters', { sector: 3, quantity: 60, mode: 'toll', tollAmount: 25 })
    expect(decide('toll-keeper', junction)).toEqual(deployed)
    expect(decide('toll-keeper', { ...junction, garrisonHere: toll })).toEqual({ kind: 'stroll' })
    const own = { ...toll, sector: 9, tollBalance: 30 }
    expect(decide('toll-keeper', { ...junction, ownGarrisons: [own] })).toEqual({ kind: 'go', to: 9 })
    const collected = asked('collect_fighters', { sector: 3, quantity: 1 })
    const here = situation({ ownGarrisons: [{ ...own, sector: 3 }] })
    expect(decide('toll-keeper', here)).toEqual(collected)
  })
})

/** What a captain in sector 3 sees, alone, with two ways out. */
function context(captain: Captain, more: Partial<Context> = {}): Context {
  const ship = {
    ...{ name: 'Ann', shipType: 'kestrel_courier' as const, sector: 3, fighters: 300, shields: 150, warpPower: 200 },
    ...{ credits: 0, messageAt: 0, cargo: { fuel_ore: 0, organics: 0, equipment: 0 } },
  } as const
  const sector = { sector: 3, warps: [1, 4], port: null }
  return {
    view: {
      ...{ tick: 1, at: 0, extras: { combat: null } },
      entities: new Map<string, SeenEntity<typeof spaceCombat>>([
        ['ship:me', { id: 'ship:me', kind: 'ship', x: 0, y: 0, ownerId: 'me', data: ship }],
        ['sector:3', { id: 'sector:3', kind: 'sector', x: 0, y: 0, ownerId: null, data: sector }],
      ]),
    },
    ...{ playerId: 'me', memory: captain, events: [], last: undefined, random: createBotRandom(1, 1), now: 0 },
    ...more,
  }
}

type Context = BotContext<typeof spaceCombat, Captain>

type Outcome = BotOutcome<typeof spaceCombat>

const refused = (code: ResultCode<typeof spaceCombat>): Outcome => ({
  intent: 'move',
  result: { outcome: 'refused', code, message: '', retryable: false },
})

describe('what a captain does about its decision', () => {
  const captainWho = (decide: Captain['decide']): Captain => ({ decide, notes: createNotes(), course: [] })
  const stroller = () => captainWho(() => ({ kind: 'stroll' }))

  test('without a ship, and while it waits, it says nothing; who retires leaves', () => {
    const nothing = { ...context(stroller()).view, entities: new Map() }
    expect(nextAction(context(stroller(), { view: nothing }))).toBeUndefined()
    expect(nextAction(context(captainWho(() => ({ kind: 'wait' }))))).toBeUndefined()
    expect(nextAction(context(captainWho(() => ({ kind: 'retire' }))))).toBe('leave')
  })

  test('it strolls to where it has been least', () => {
    const captain = stroller()
    captain.notes.see(1, [3])
    expect(nextAction(context(captain))).toEqual({ type: 'move', payload: { toSector: 4 } })
  })

  test('where its notes lead it goes, and where they do not it asks for the way once', () => {
    const goer = captainWho(() => ({ kind: 'go', to: 9 }))
    expect(nextAction(context(goer))).toEqual({ query: 'plot_course', input: { to: 9 } })
    const course = { fromSector: 3, toSector: 9, path: [3, 4, 9], distance: 2, warpCost: 6 }
    const last: Outcome = { query: 'plot_course', answer: course }
    expect(nextAction(context(goer, { last }))).toEqual({ type: 'move', payload: { toSector: 4 } })
    expect(nextAction(context(goer))).toEqual({ type: 'move', payload: { toSector: 4 } })
    const knower = captainWho(() => ({ kind: 'go', to: 7 }))
    knower.notes.see(1, [7])
    expect(nextAction(context(knower))).toEqual({ type: 'move', payload: { toSector: 1 } })
  })

  test('who was refused goes elsewhere instead of insisting, and without warp power gives up', () => {
    const trader = captainWho(() => ({ kind: 'ask', intent: { type: 'recharge', payload: { units: 1 } } }))
    expect(nextAction(context(trader, { last: refused('no_port') }))).toMatchObject({ type: 'move' })
    expect(nextAction(context(trader, { last: refused('not_enough_warp') }))).toBe('leave')
    const unanswered: Outcome = { query: 'plot_course', answer: undefined }
    expect(nextAction(context(trader, { last: unanswered }))).toMatchObject({ type: 'move' })
    expect(nextAction(context(trader))).toMatchObject({ type: 'recharge' })
  })
})

test('a role decides by its own settings', () => {
  const others = [{ playerId: 'prey', shipType: 'kestrel_courier' }]
  const shy = createCaptain({ role: 'pirate', settings: { ...spaceCombatBot.settings, 'pirate.boldness': 0 } })
  const bold = createCaptain({ role: 'pirate', settings: { ...spaceCombatBot.settings, 'pirate.boldness': 1 } })
  expect(shy.decide(situation({ others }))).toEqual({ kind: 'stroll' })
  expect(bold.decide(situation({ others }))).toMatchObject({ intent: { type: 'initiate_combat' } })
  expect(Object.keys(spaceCombatBot.roles ?? {})).toEqual(['trader', 'pirate', 'toll-keeper', 'coward'])
})
