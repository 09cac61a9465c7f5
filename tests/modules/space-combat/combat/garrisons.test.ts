import { expect, test } from 'vitest'
import { type Battlefield, battlefield } from './battlefield.ts'

function garrison(field: Battlefield) {
  const [only, ...others] = field.garrisons()
  expect(others).toEqual([])
  return only?.data
}

test('[3.2] leaving, reinforcing and collecting: each step, and each refusal, which changes nothing', async () => {
  const field = await battlefield({ o: { sector: 5, fighters: 100, credits: 10 }, p: { sector: 5, fighters: 100 } })
  const refused: [string, string, object, string][] = [
    ['o', 'leave_fighters', { sector: 5, quantity: 0, mode: 'toll' }, 'invalid'],
    ['o', 'leave_fighters', { sector: 5, quantity: 1.5, mode: 'toll' }, 'invalid'],
    ['o', 'leave_fighters', { sector: 5, quantity: 1, mode: 'angry' }, 'invalid'],
    ['o', 'leave_fighters', { sector: 5, quantity: 1, mode: 'toll', tollAmount: -4 }, 'invalid'],
    ['o', 'leave_fighters', { sector: 9, quantity: 1, mode: 'toll' }, 'not_in_sector'],
    ['o', 'leave_fighters', { sector: 5, quantity: 101, mode: 'toll' }, 'insufficient_fighters'],
    ['o', 'collect_fighters', { sector: 5, quantity: 1 }, 'no_garrison'],
    ['o', 'set_garrison_mode', { sector: 5, mode: 'toll' }, 'no_garrison'],
  ]
  const refuseAll = async () => {
    const before = field.garrisons()
    for (const [name, type, payload, code] of refused.splice(0))
      expect(await field.ask(name, type, payload), `${name} ${type} ${JSON.stringify(payload)}`).toBe(code)
    expect(field.garrisons()).toEqual(before)
    expect(field.fighters()).toBe(200)
  }
  await refuseAll()
  expect(field.garrisons()).toEqual([])
  expect(field.zone.refusals('o').find(({ code }) => code === 'insufficient_fighters')).toMatchObject({
    details: { required: 101, available: 100 },
  })

  field.forget()
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 30, mode: 'toll' })
  expect(garrison(field)).toMatchObject({ fighters: 30, mode: 'toll', tollAmount: 0, tollBalance: 0 })
  expect(field.ship('o').fighters).toBe(70)
  expect(field.heardOf('o')).toEqual(['sector.garrison_updated'])
  expect(field.heardOf('p')).toEqual([])
  const deployedAt = garrison(field)?.deployedAt

  await field.must('o', 'set_garrison_mode', { sector: 5, mode: 'toll', tollAmount: 25 })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 10, mode: 'toll', tollAmount: 30 })
  expect(garrison(field)).toMatchObject({ fighters: 40, tollAmount: 30, deployedAt })
  refused.push(
    ['p', 'leave_fighters', { sector: 5, quantity: 10, mode: 'defensive' }, 'sector_taken'],
    ['p', 'set_garrison_mode', { sector: 5, mode: 'defensive' }, 'no_garrison'],
    ['p', 'collect_fighters', { sector: 5, quantity: 1 }, 'no_garrison'],
    ['o', 'collect_fighters', { sector: 5, quantity: 41 }, 'insufficient_fighters'],
  )
  await refuseAll()

  field.forget()
  await field.must('o', 'collect_fighters', { sector: 5, quantity: 15 })
  expect([garrison(field)?.fighters, field.ship('o').fighters]).toEqual([25, 75])
  expect(field.heardOf('o')).toEqual(['sector.garrison_updated', 'status.update'])
  await field.must('o', 'collect_fighters', { sector: 5, quantity: 25 })
  expect(field.garrisons()).toEqual([])
  expect(field.ship('o').fighters).toBe(100)
  expect(field.heard('o').at(-2)?.payload).toEqual({ sector: 5, garrisons: [] })
})

test('[INV-A3] fighters are collected where they are; orders may come from anywhere', async () => {
  const field = await battlefield({ o: { sector: 5 } })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 50, mode: 'defensive' })
  await field.place('o', 9)
  expect(await field.ask('o', 'collect_fighters', { sector: 5, quantity: 1 })).toBe('not_in_sector')
  await field.must('o', 'set_garrison_mode', { sector: 5, mode: 'toll', tollAmount: 7 })
  expect(garrison(field)).toMatchObject({ mode: 'toll', tollAmount: 7, fighters: 50 })
})

test('[INV-D1] a ship takes as many aboard as it has room for; no fighter is lost (R6)', async () => {
  const field = await battlefield({ o: { sector: 5 } })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 50, mode: 'defensive' })
  await field.zone.intent(
    'o',
    'set_ship',
    { playerId: 'o', shipType: 'kestrel_courier', fighters: 290 },
    { role: 'debug' },
  )
  await field.must('o', 'collect_fighters', { sector: 5, quantity: 50 })
  expect([garrison(field)?.fighters, field.ship('o').fighters]).toEqual([40, 300])
  expect(await field.ask('o', 'collect_fighters', { sector: 5, quantity: 40 })).toBe('no_room')
  expect(field.fighters()).toBe(340)
})

/** A garrison of o's in sector 5 that has earned 46 credits; o has 10. */
async function rich() {
  const field = await battlefield({ o: { sector: 5, fighters: 100, credits: 10 }, runner: { sector: 0, credits: 46 } })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 40, mode: 'toll', tollAmount: 46 })
  await field.place('o', 9)
  await field.must('runner', 'move', { toSector: 5 })
  await field.must('runner', 'combat_action', { combatId: field.fight().id, action: 'pay' })
  expect(garrison(field)?.tollBalance).toBe(46)
  await field.place('o', 5)
  return field
}

test.each([
  ['collecting', 'collect_fighters', { sector: 5, quantity: 5 }],
  ['collecting all', 'collect_fighters', { sector: 5, quantity: 40 }],
  ['new orders', 'set_garrison_mode', { sector: 5, mode: 'defensive' }],
  ['reinforcing with other orders', 'leave_fighters', { sector: 5, quantity: 1, mode: 'defensive' }],
])('[INV-C5] %s pays the bank to the owner, once (R5)', async (_what, type, payload) => {
  const field = await rich()
  await field.must('o', type, payload)
  expect(field.ship('o').credits).toBe(56)
  expect(garrison(field)?.tollBalance ?? 0).toBe(0)
  expect(field.heardOf('o')).toContain('status.update')
  await field.ask('o', 'set_garrison_mode', { sector: 5, mode: 'offensive' })
  await field.ask('o', 'collect_fighters', { sector: 5, quantity: 1 })
  expect(field.credits()).toBe(56)
  expect(field.ship('o').credits).toBe(56)
})

test('[INV-C5] orders that stay with the toll leave the bank where it is', async () => {
  const field = await rich()
  await field.must('o', 'set_garrison_mode', { sector: 5, mode: 'toll', tollAmount: 3 })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 1, mode: 'toll', tollAmount: 4 })
  expect(garrison(field)).toMatchObject({ tollBalance: 46, tollAmount: 4 })
  expect(field.ship('o').credits).toBe(10)
})

test('[INV-F1] of two who deploy at once one has the sector, the other all fighters (R8)', async () => {
  const field = await battlefield({ o: { sector: 5, fighters: 100 }, p: { sector: 5, fighters: 100 } })
  await field.together(
    ['o', 'leave_fighters', { sector: 5, quantity: 30, mode: 'defensive' }],
    ['p', 'leave_fighters', { sector: 5, quantity: 10, mode: 'defensive' }],
  )
  expect(field.garrisons().map(({ ownerId, data }) => [ownerId, data.fighters])).toEqual([['o', 30]])
  expect(field.ship('p').fighters).toBe(100)
  expect(field.zone.refusals('p').map(({ code }) => code)).toEqual(['sector_taken'])
})

test('[INV-F3][INV-A4] a garrison in a fight changes only by the fight, also for an owner far away', async () => {
  const field = await battlefield({ o: { sector: 3 }, mover: { sector: 1 } })
  await field.must('o', 'leave_fighters', { sector: 3, quantity: 20, mode: 'toll', tollAmount: 9 })
  await field.place('o', 9)
  await field.must('mover', 'move', { toSector: 3 })
  expect(await field.ask('o', 'set_garrison_mode', { sector: 3, mode: 'defensive' })).toBe('in_combat')
  expect(field.zone.refusals('o').at(-1)?.details).toMatchObject({ combatId: field.fight().id })
  expect(garrison(field)).toMatchObject({ mode: 'toll', fighters: 20 })
})

test('[INV-D1] all collected and left again within one tick is the same garrison, changed', async () => {
  const field = await battlefield({ o: { sector: 5, fighters: 100 } })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 40, mode: 'toll', tollAmount: 5 })
  await field.together(
    ['o', 'collect_fighters', { sector: 5, quantity: 40 }],
    ['o', 'leave_fighters', { sector: 5, quantity: 70, mode: 'defensive' }],
  )
  expect(field.zone.refusals('o')).toEqual([])
  expect(garrison(field)).toMatchObject({ fighters: 70, mode: 'defensive', tollAmount: 0 })
  expect(field.fighters()).toBe(100)
  expect(field.zone.faults()).toEqual([])
})

test('[INV-F4] a captain may leave all fighters, and then has none to begin a fight with', async () => {
  const field = await battlefield({ o: { sector: 5, fighters: 10 }, p: { sector: 5 } })
  await field.must('o', 'leave_fighters', { sector: 5, quantity: 10, mode: 'defensive' })
  expect(await field.ask('o', 'initiate_combat')).toBe('no_fighters')
  await field.must('p', 'initiate_combat')
  expect(field.fight().data.participants.map(({ id, fighters }) => [id, fighters])).toEqual([
    ['garrison:5:o', 10],
    ['o', 0],
    ['p', 300],
  ])
})
