import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually } from './browser.ts'
import { createRegion, flyTo, openAnnAndBob, placeIn, type Region, sectorOnMap, seen } from './region.ts'

describeInBrowser('fighting in a browser', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['space-combat'] })
    operator = await signInOperator(server.url)
  })

  /** Ann and Bob in sector 1, where Ann has opened fire. */
  async function beginFight(region: Region): Promise<readonly [ann: Locator, bob: Locator]> {
    const panes = await openAnnAndBob(server.url, region)
    for (const pane of panes) await flyTo(pane, 1)
    await panes[0].getByRole('button', { name: 'Open fire' }).click()
    for (const pane of panes) await roundOpen(pane, 1).waitFor()
    return panes
  }

  test('two captains fight round after round to the end; each is told what it came to, and what can be done now', async () => {
    const region = await createRegion(operator)
    const [ann, bob] = await openAnnAndBob(server.url, region)
    const hunter = (await region.ship('Ann')).ownerId
    await region.debug('set_ship', { playerId: hunter, shipType: 'pike_frigate', fighters: 1_000 })
    for (const pane of [ann, bob]) {
      // A click on a neighbour flies there.
      await sectorOnMap(pane, 'Sector 1, one warp away').click()
      await sectorOnMap(pane, 'Sector 1, you are here').waitFor()
    }
    expect(await isAboveTheFold(ann.getByRole('button', { name: 'Open fire' }))).toBe(true)
    await ann.getByText('You are here, and so is Bob.').waitFor()
    await ann.getByRole('button', { name: 'Open fire' }).click()
    for (const pane of [ann, bob]) await roundOpen(pane, 1).waitFor()
    expect(await fightIn(ann).getByRole('combobox', { name: 'Target' }).textContent()).toBe('Bob, 300 fighters')

    // What is chosen is marked, and can be changed until the round is fought; nothing moves under the hand.
    const brace = orderIn(bob, 'Brace')
    const before = await placeIn(fightIn(bob), brace)
    await brace.click()
    await chosenIn(bob, 'You brace.').waitFor()
    expect(await brace.getAttribute('aria-pressed')).toBe('true')
    expect(await placeIn(fightIn(bob), brace)).toEqual(before)
    await attack(bob, 40)
    await chosenIn(bob, 'You attack Ann with 40 fighters.').waitFor()
    expect(await brace.getAttribute('aria-pressed')).toBe('false')
    expect(await roundOpen(ann, 1).count()).toBe(1)

    // So few are sent in the first rounds that they cannot be the last: of 300 fighters, 200 and 40 are the most to go.
    const lost = resultIn(bob)
    const roundsMax = 12
    for (let round = 1; (await lost.count()) === 0; round++) {
      expect(round).toBeLessThan(roundsMax)
      await attack(ann, round < 3 ? 100 : 'All')
      if (round > 1) {
        await chosenIn(ann, /^You attack Bob with \d+ fighters\.$/).waitFor()
        await orderIn(bob, 'Brace').click()
      }
      // The one pane may show the new round before the other.
      for (const pane of [ann, bob])
        await roundOpen(pane, round + 1)
          .or(resultIn(pane))
          .waitFor()
    }

    const won = resultIn(ann)
    await won.getByRole('heading', { name: 'Bob was defeated' }).waitFor()
    await won.getByText('You took 1,000 credits from Bob. Salvage lies in the sector.').waitFor()
    await won.getByText('The rounds').click()
    const rounds = await won.getByRole('log', { name: 'Rounds' }).textContent()
    expect(rounds).toMatch(/Round 3.*Round 2.*Round 1/s)
    expect(rounds).toMatch(/Round 1You sent 100 fighters at Bob: \d+ hits?, (none|\d+) lost\./)
    expect(rounds).toMatch(/Bob sent 40 fighters at you: \d+ hits?, (none|\d+) lost\./)
    expect(rounds).toMatch(/Bob lost \d+ fighters and \d+ shields to fire; \d+ fighters left\./)
    expect(rounds).toContain('Bob lost the last fighter, and was shot down.')

    // Who lost is told where all of it went, and is offered nothing that a pod cannot do.
    await lost.getByRole('heading', { name: 'Your ship was lost' }).waitFor()
    await lost.getByText('Ann took your 1,000 credits. What your ship carried lies in the wreck.').waitFor()
    await lost.getByText('Ships cannot be bought yet: to start again, leave, and join under another name').waitFor()
    await lost.getByRole('button', { name: 'Close the result' }).click()
    await lost.waitFor({ state: 'hidden' })
    await bob.getByText('Ships cannot be bought yet').waitFor()
    await bob.getByText('An escape pod cannot open fire.').waitFor()
    await bob.getByText('A pod has no hold: it cannot trade.').waitFor()
    await ann.getByText('An escape pod cannot be hurt.').waitFor()
    for (const pane of [ann, bob]) expect(await pane.getByRole('button', { name: 'Open fire' }).count()).toBe(0)
    for (const name of ['Sell fuel ore: choose', 'Buy equipment: choose', 'Collect what is left of Bob'])
      expect(await bob.getByRole('button', { name }).isEnabled(), name).toBe(false)
    expect(await bob.getByRole('button', { name: /^(Buy|Sell) [a-z ]+$/ }).count()).toBe(0)
    await flyTo(bob, 3)

    // The credits came with the victory; the scrap lies about.
    await seen(ann, '2,000 credits').waitFor()
    await ann.getByRole('button', { name: 'Collect what is left of Bob' }).click()
    await ann.getByRole('list', { name: 'Cargo' }).getByText('25 equipment').waitFor()
    await eventually(() => ann.getByRole('button', { name: 'Collect what is left of Bob' }).count()).toBe(0)
    expect((await region.ship('Ann')).data).toMatchObject({ credits: 2_000, cargo: { equipment: 25 } })
  })

  test('who flees is away in the chosen sector, and the others do not learn where', async () => {
    const region = await createRegion(operator, { combat: { fleeMin: 1, fleeMax: 1 } })
    const [ann, bob] = await beginFight(region)
    await fightIn(bob).getByRole('combobox', { name: 'Flee to' }).selectOption('Sector 4')
    await orderIn(bob, 'Flee').click()
    await chosenIn(bob, 'You try to flee to sector 4.').waitFor()
    await orderIn(ann, 'Brace').click()
    await resultIn(bob).getByRole('heading', { name: 'You got away' }).waitFor()
    await resultIn(bob).getByText('You are in sector 4.').waitFor()
    await sectorOnMap(bob, 'Sector 4, you are here').waitFor()
    await resultIn(ann).getByRole('heading', { name: 'Bob got away' }).waitFor()
    await ann.getByText('Nobody else is in this sector.').waitFor()
    expect(await ann.textContent()).not.toMatch(/(to|in) sector 4/i)
    expect((await region.ship('Bob')).data.sector).toBe(4)
  })

  test('the time left counts down; that nobody attacks ends the fight is said before it does', async () => {
    const region = await createRegion(operator)
    const [ann, bob] = await beginFight(region)
    const timer = fightIn(ann).getByRole('timer', { name: 'Time left' })
    const secondsLeft = async () => Number(/^(\d+) s$/.exec((await timer.textContent()) ?? '')?.[1])
    const first = await secondsLeft()
    expect(first).toBeLessThanOrEqual(120)
    await eventually(secondsLeft).toBeLessThan(first)
    for (const pane of [ann, bob]) await fightIn(pane).getByText('If nobody attacks, the fight ends.').waitFor()
    await orderIn(ann, 'Brace').click()
    await chosenIn(ann, 'You brace.').waitFor()
    await orderIn(bob, 'Brace').click()
    for (const pane of [ann, bob]) await resultIn(pane).getByRole('heading', { name: 'Nobody attacked' }).waitFor()
    // Both are still there, and can begin again.
    await bob.getByRole('button', { name: 'Open fire' }).click()
    for (const pane of [ann, bob]) await roundOpen(pane, 1).waitFor()
    for (const pane of [ann, bob]) expect(await resultIn(pane).count()).toBe(0)
  })

  test('fighters are left to ask for a toll; it is paid, collected with the fighters, and orders are given from afar', async () => {
    const region = await createRegion(operator)
    const [ann, bob] = await openAnnAndBob(server.url, region)
    await flyTo(ann, 1)
    await ann.getByText('Leave fighters here').click()
    await ann.getByRole('spinbutton', { name: 'Fighters to leave: number' }).fill('20')
    await ann.getByRole('combobox', { name: 'Mode' }).first().selectOption('toll: asks for credits first')
    await ann.getByRole('spinbutton', { name: 'Toll, credits' }).first().fill('23')
    await ann.getByRole('button', { name: 'Leave fighters', exact: true }).click()
    await seen(ann, 'Your garrison: 20 fighters, toll of 23 credits.').waitFor()
    await flyTo(ann, 0)

    await bob.getByRole('button', { name: 'Fly to sector 1', exact: true }).click()
    await fightIn(bob)
      .getByText('The garrison of Ann asks for 23 credits: pay, flee or fight, or it attacks.')
      .waitFor()
    await ann.getByText('Your garrison in sector 1 fights Bob: round 1, 20 fighters left.').waitFor()
    await orderIn(bob, 'Pay toll of 23 credits').click()
    await resultIn(bob).getByRole('heading', { name: 'The toll was paid' }).waitFor()
    await seen(bob, '977 credits').waitFor()
    await seen(bob, 'Garrison of Ann: 20 fighters, toll of 23 credits.').waitFor()

    await seen(ann, '1,000 credits · 23 in the banks of garrisons').waitFor()
    await flyTo(ann, 1)
    await ann.getByRole('spinbutton', { name: 'Fighters to collect: number' }).fill('5')
    await ann.getByRole('button', { name: 'Collect fighters' }).click()
    await seen(ann, 'Your garrison: 15 fighters, toll of 23 credits.').waitFor()
    await eventually(async () => (await region.ship('Ann')).data).toMatchObject({ fighters: 285, credits: 1_023 })
    await flyTo(ann, 0)
    await seen(ann, 'Orders to your garrisons').click()
    const orders = ann.getByRole('listitem').filter({ hasText: 'Sector 1. Your garrison' })
    await orders.getByRole('combobox', { name: 'Mode' }).selectOption('defensive: leaves others alone')
    await orders.getByRole('button', { name: 'Give orders in sector 1' }).click()
    await orders.getByText('Sector 1. Your garrison: 15 fighters, defensive.').waitFor()
  })
})

const fightIn = (pane: Locator) => pane.getByRole('region', { name: 'Fight', exact: true })
const resultIn = (pane: Locator) => pane.getByRole('region', { name: 'Result of the fight' })
const orderIn = (pane: Locator, name: string) => fightIn(pane).getByRole('button', { name, exact: true })
const roundOpen = (pane: Locator, round: number) => fightIn(pane).getByText(`Round ${round}: choose what to do.`)
const chosenIn = (pane: Locator, words: string | RegExp) => fightIn(pane).getByRole('status').filter({ hasText: words })

async function attack(pane: Locator, fighters: number | 'All'): Promise<void> {
  const send = fightIn(pane)
  if (fighters === 'All') await send.getByRole('button', { name: 'Fighters to send: All' }).click()
  else await send.getByRole('spinbutton', { name: 'Fighters to send: number' }).fill(String(fighters))
  await orderIn(pane, 'Attack').click()
}

/** Whether it is seen without scrolling, in the window that the page was opened with. */
async function isAboveTheFold(target: Locator): Promise<boolean> {
  const [box, window] = [await target.boundingBox(), target.page().viewportSize()]
  return box !== null && window !== null && box.y >= 0 && box.y + box.height <= window.height
}
