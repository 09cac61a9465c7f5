import { describe, expect, test } from 'vitest'
import { balance } from '../../../../modules/space-combat/balance.ts'
import type { Commodity } from '../../../../modules/space-combat/commodities.ts'
import {
  initialStock,
  oppositeClass,
  portClasses,
  portCode,
} from '../../../../modules/space-combat/rules/port-classes.ts'
import {
  buyingPrice,
  portPrices,
  roundHalfToEven,
  sellingPrice,
} from '../../../../modules/space-combat/rules/port-prices.ts'
import vectors from './prices.json' with { type: 'json' }

const rules = balance.trade

describe('prices', () => {
  test.each(vectors.prices)('[1.6] $commodity at stock $stock', (row) => {
    const commodity = row.commodity as Commodity
    expect(sellingPrice(commodity, row.stock, rules)).toBe(row.port_sells_at)
    expect(buyingPrice(commodity, row.stock, rules)).toBe(row.port_buys_at)
  })

  test.each(vectors.roundingTies)('[1.6] a tie rounds to even: $commodity $side at $stock', (row) => {
    const price = row.side === 'buy' ? buyingPrice : sellingPrice
    expect(price(row.commodity as Commodity, row.stock, rules)).toBe(row.source)
  })

  test('[1.6] half goes to the even neighbour, all else to the nearest', () => {
    expect([0.5, 1.5, 2.5, 22.5, 2.49, 2.51, 3].map(roundHalfToEven)).toEqual([0, 2, 2, 22, 2, 3, 3])
  })

  test('[1.6] a full port shows no price for what it buys; an empty or full one that sells does', () => {
    const stock = { fuel_ore: 1_000, organics: 999, equipment: 1_000 }
    expect(portPrices({ class: 1, stock }, rules)).toEqual({ fuel_ore: null, organics: 9, equipment: 30 })
    expect(portPrices({ class: 4, stock: { fuel_ore: 0, organics: 1_000, equipment: 0 } }, rules)).toEqual({
      fuel_ore: 28,
      organics: 8,
      equipment: 52,
    })
  })

  test('[1.6] classes, their codes and first stock', () => {
    expect(portClasses.map(portCode)).toEqual(['BBS', 'BSB', 'SBB', 'SSB', 'SBS', 'BSS', 'SSS', 'BBB'])
    expect(portClasses.map(oppositeClass)).toEqual([4, 5, 6, 1, 2, 3, 8, 7])
    expect(initialStock(1, rules)).toEqual({ fuel_ore: 300, organics: 300, equipment: 700 })
  })
})
