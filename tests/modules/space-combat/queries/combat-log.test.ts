import { describe, expect, test } from 'vitest'
import { roundsKnownTo } from '../../../../modules/space-combat/combat/rounds-known.ts'
import type { Encounter } from '../../../../modules/space-combat/kinds.ts'
import { size } from '../../../lanes/size.ts'
import { alsoKnows, mayKnow } from '../may-know.ts'
import { type Stage, stage } from '../stage/stage.ts'

type Log = {
  readonly combatId: string
  readonly ended: boolean
  readonly participants: object
  readonly rounds: readonly { readonly round: number; readonly end: boolean; readonly actions: object }[]
}

function ask(region: Stage, name: string, input: object = {}, query = 'combat_log') {
  const answered = region.zone.query(name, query, input)
  if (!answered.ok) throw new Error(answered.refused.message)
  return answered.value.result as unknown as Log
}

const roundsOf = (region: Stage, name: string, input: object = {}) =>
  (ask(region, name, input).rounds ?? []).map(({ round }) => round)

const unknown = { error: { code: 'no_such_combat', message: 'You have no part in such a fight.' } }

/** a and b fight in sector 1, where the absent owner has a garrison; `late` comes after a round, `gone` leaves in the second. */
async function fourRounds() {
  const region = await stage({
    ships: {
      ...{ a: { sector: 1 }, b: { sector: 1 }, gone: { sector: 1 }, late: { sector: 0 } },
      ...{ owner: { sector: 9 }, stranger: { sector: 0 } },
    },
    garrisons: [{ owner: 'owner', sector: 1, fighters: 5, mode: 'toll', toll: 3 }],
    config: { combat: { fleeMin: 1, fleeMax: 1 } },
  })
  await region.must(['a', 'initiate_combat'])
  const combatId = region.fightIn(1).id
  const shoot = () => region.act('a', 'attack', { commit: 1, targetId: 'b' })
  await region.must(shoot(), region.act('b', 'brace'), region.act('gone', 'pay'))
  await region.must(['late', 'move', { toSector: 1 }])
  const justCame = region.zone.view('late')
  const others = (...names: readonly string[]) => names.map((name) => region.act(name, 'brace'))
  await region.must(shoot(), ...others('b', 'late'), region.act('gone', 'flee', { toSector: 4 }))
  await region.must(shoot(), ...others('b', 'late'))
  return { region, combatId, justCame, finish: () => region.must(...others('a', 'b', 'late')) }
}

describe('combat_log', () => {
  test('[6.11] tells the rounds that a captain was in, or had a garrison in; of one that is over also the last', async () => {
    const { region, combatId, finish } = await fourRounds()
    const input = { combatId }
    for (const name of ['a', 'b', 'owner']) expect(roundsOf(region, name, input), name).toEqual([1, 2, 3])
    expect(roundsOf(region, 'late', input)).toEqual([2, 3])
    expect(roundsOf(region, 'gone', input)).toEqual([1, 2])
    expect(ask(region, 'stranger', input)).toEqual(unknown)
    expect(ask(region, 'gone', input)).toMatchObject({ ended: false, participants: {} })
    expect(ask(region, 'a')).toEqual(ask(region, 'a', input))
    expect(roundsOf(region, 'a', { sinceRound: 2 })).toEqual([3])
    await finish()
    for (const name of ['a', 'b', 'owner']) expect(roundsOf(region, name, input), name).toEqual([1, 2, 3, 4])
    expect(roundsOf(region, 'late', input)).toEqual([2, 3, 4])
    expect(roundsOf(region, 'gone', input)).toEqual([1, 2, 4])
    expect(ask(region, 'gone', input)).toMatchObject({ ended: true, combatId, sector: 1 })
    expect(ask(region, 'stranger', input)).toEqual(unknown)
  })

  test('the log shows a round as it was when it was fought', async () => {
    const { region } = await fourRounds()
    const resolved = region.zone.events('a').filter(({ event }) => event === 'combat.round_resolved')
    const told = resolved.map(({ payload }) => {
      const { round, end, result, actions, hits, fleeResults, shieldLoss } = payload as Record<string, unknown>
      return { round, end, result, actions, hits, fleeResults, shieldLoss }
    })
    expect(told).toHaveLength(3)
    expect(ask(region, 'a').rounds).toMatchObject(told)
  })

  test('[INV-V4] where somebody fled to stands in it for that captain alone', async () => {
    const { region, combatId } = await fourRounds()
    const text = (name: string) => JSON.stringify(ask(region, name, { combatId }))
    expect(text('gone')).toContain('"destinationSector":4')
    for (const name of ['a', 'b', 'late', 'owner']) expect(text(name)).not.toContain('"destinationSector":4')
  })

  test('combat_status knows no more of it: who left sees neither the rounds since, nor how the others stand', async () => {
    const { region, combatId } = await fourRounds()
    const status = ask(region, 'gone', { combatId, includeLog: true }, 'combat_status')
    expect(status).toMatchObject({ round: 2, deadline: null, participants: {}, ended: false })
    expect(status).toMatchObject({ logs: [{ round: 1 }, { round: 2 }] })
    const late = ask(region, 'late', { combatId, includeLog: true }, 'combat_status')
    expect(late).toMatchObject({ round: 4, participants: { a: {}, b: {} }, logs: [{ round: 2 }, { round: 3 }] })
  })

  test('nor does the view: the round before one came is not shown', async () => {
    const { region, justCame } = await fourRounds()
    const last = (view: typeof justCame) => view.entities.find(({ kind }) => kind === 'encounter')?.data.lastRound
    expect(last(justCame)).toBeNull()
    expect(last(region.zone.view('late'))).toMatchObject({ round: 3 })
  })

  test('[FOG-3] what happened before one came, and after one left, cannot be noticed', async () => {
    const { region, combatId, finish } = await fourRounds()
    await finish()
    for (const viewer of ['late', 'gone'])
      await region.zone.expectNoLeak({
        viewer,
        variants: size({ usual: 5, long: 50 }),
        mayKnow,
        alsoKnows,
        vary(entity) {
          if (entity.kind !== 'encounter') return entity
          const fight = entity as unknown as Encounter
          const known = roundsKnownTo(fight, viewer)
          const hidden = fight.data.log.map((report) =>
            known.includes(report)
              ? report
              : { ...report, entries: report.entries.map((own) => ({ ...own, hits: 77 })) },
          )
          return { ...entity, data: { ...entity.data, log: hidden } }
        },
        queries: [
          { name: 'combat_log', input: { combatId } },
          { name: 'combat_status', input: { combatId, includeLog: true } },
        ],
      })
  })
})
