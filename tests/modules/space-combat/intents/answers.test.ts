import { expect, test } from 'vitest'
import { collectFighters } from '../../../../modules/space-combat/intents/collect-fighters.ts'
import { trade } from '../../../../modules/space-combat/intents/trade.ts'
import { garrisonId } from '../../../../modules/space-combat/kinds.ts'
import { openFixture, sectorNow, startMs } from '../open-fixture.ts'

const asked = (payload: object) =>
  ({ id: 'i', playerId: 'c', role: 'player', type: 'any', payload, receivedAt: startMs }) as never

test('[SHAPE-2] who collects fighters is told how many, and the credits of the bank', () => {
  const { region } = openFixture({ c: { fighters: 10 } })
  const { x, y } = sectorNow(region, 0)
  const data = {
    sector: 0,
    ownerName: 'c',
    fighters: 5,
    mode: 'toll',
    tollAmount: 7,
    tollBalance: 21,
    deployedAt: 1,
  } as const
  region.entities.create({ id: garrisonId(0, 'c'), kind: 'garrison', x, y, ownerId: 'c', data })
  const answer = collectFighters.handler(region, asked({ sector: 0, quantity: 2 }))
  expect(answer).toEqual({ accepted: true, details: { fighters: 2, credits: 21 } })
})

test('[SHAPE-2] who trades is told the price', () => {
  const { region } = openFixture({ c: { sector: 1, credits: 5_000 } })
  const wish = { side: 'buy', quantity: 1 }
  const answers = ['fuel_ore', 'organics', 'equipment'].map((commodity) =>
    trade.handler(region, asked({ ...wish, commodity })),
  )
  const [bought] = answers.filter((answer) => answer?.accepted === true)
  expect(bought).toEqual({
    accepted: true,
    details: { pricePerUnit: expect.any(Number), totalPrice: expect.any(Number) },
  })
})
