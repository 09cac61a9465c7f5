import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { createRegion, flyTo, openAnnAndBob, placeIn, sectorOnMap, seen } from './region.ts'
import { createTouch, type Point } from './touch.ts'
import { recordTraffic } from './traffic.ts'
import { joinAs, paneOf, playUrl, tokenIn } from './visitor.ts'

const seed = 'canary-seed-of-the-region'

describeInBrowser('flying, trading and talking in a browser', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['space-combat'] })
    operator = await signInOperator(server.url)
  })

  test('a captain trades and flies on by clicking, and is told why something cannot be', async () => {
    const { id, ship } = await createRegion(operator)
    const page = await openPage(playUrl(server.url, id))
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    await pane.getByRole('button', { name: 'Fly to sector 1' }).click()
    await pane.getByRole('heading', { name: 'Port BBS' }).waitFor()

    await pane.getByRole('button', { name: 'Buy equipment: choose' }).click()
    await pane.getByRole('spinbutton', { name: 'Units to trade: number' }).fill('7')
    await page.keyboard.press('Tab')
    const quote = pane.getByText(/^7 units at [\d,]+ cost [\d,]+ credits\.$/)
    const [, cost = ''] = /cost ([\d,]+) credits/.exec((await quote.textContent()) ?? '') ?? []
    await pane.getByRole('button', { name: 'Buy equipment', exact: true }).click()
    await pane.getByRole('list', { name: 'Cargo' }).getByText('7 equipment').waitFor()
    expect((await ship('Ann')).data).toMatchObject({
      cargo: { equipment: 7 },
      credits: 1_000 - Number(cost.replace(',', '')),
    })

    // A far sector is a course of several warps.
    await sectorOnMap(pane, 'Sector 3, one warp away').click()
    await sectorOnMap(pane, 'Sector 3, you are here').waitFor()
    await sectorOnMap(pane, 'Sector 0').click()
    await pane.getByText(/^To sector 0: \d moves, \d+ warp power\.$/).waitFor()
    await pane.getByRole('button', { name: 'Travel' }).click()
    await sectorOnMap(pane, 'Sector 0, you are here').waitFor()
    await eventually(async () => (await ship('Ann')).data.sector).toBe(0)

    // More than a message may be long.
    await pane.getByRole('textbox', { name: 'Message' }).fill('Anybody out there?')
    await page.keyboard.press('Enter')
    const said = pane
      .getByRole('log', { name: 'Messages' })
      .getByRole('listitem')
      .filter({ hasText: 'Anybody out there?' })
    const saidAt = (await said.locator('time').getAttribute('datetime')) ?? ''
    expect(Math.abs(Date.parse(saidAt) - Date.now())).toBeLessThan(60_000)
    // By the clock of the one who reads it.
    const clock = await page.evaluate(
      (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
      saidAt,
    )
    expect(await said.textContent()).toBe(`${clock} You: Anybody out there?`)
    await pane.getByRole('textbox', { name: 'Message' }).fill('x'.repeat(513))
    await page.keyboard.press('Enter')
    await pane.getByRole('region', { name: 'Radio' }).getByRole('alert').filter({ hasText: /\w/ }).waitFor()
  })

  test('what can be traded is chosen beforehand: first to buy, then nothing, and where it is wanted to sell', async () => {
    const region = await createRegion(operator)
    const page = await openPage(playUrl(server.url, region.id))
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    const offer = (name: string) => pane.getByRole('button', { name: `${name}: choose` })
    await flyTo(pane, 1)
    await pane.getByRole('button', { name: 'Buy equipment', exact: true }).waitFor()
    expect(await offer('Buy equipment').getAttribute('aria-pressed')).toBe('true')
    expect(await offer('Sell fuel ore').isEnabled()).toBe(false)
    expect(await offer('Sell fuel ore').getAttribute('title')).toBe('You have no fuel ore to sell.')
    // 26 units are all that the purse allows: then neither can be done.
    await pane.getByRole('button', { name: 'Buy equipment', exact: true }).click()
    await pane.getByText('You have nothing that this port buys, and not enough credits for what it sells.').waitFor()
    expect(await pane.getByRole('button', { name: 'Buy equipment', exact: true }).count()).toBe(0)
    await flyTo(pane, 0)
    await flyTo(pane, 5)
    await pane.getByRole('button', { name: 'Sell equipment', exact: true }).click()
    await eventually(async () => (await region.ship('Ann')).data.cargo).toMatchObject({ equipment: 0 })
    // What was sold is gone, and something else is proposed.
    await pane.getByRole('button', { name: /^Buy [a-z ]+$/ }).waitFor()
  })

  test('captains recharge, give each other warp power, and write to one alone', async () => {
    const region = await createRegion(operator)
    const [ann, bob] = await openAnnAndBob(server.url, region)
    await ann.getByText('Your tank is full.').waitFor()
    await flyTo(ann, 1)
    await flyTo(ann, 0)
    await ann.getByText('6 units: about 12 credits.').waitFor()
    await ann.getByRole('button', { name: 'Recharge' }).click()
    await ann.getByText('Your tank is full.').waitFor()
    await seen(ann, '988 credits').waitFor()
    await bob.getByRole('button', { name: 'Give to Ann' }).click()
    await bob.getByRole('spinbutton', { name: 'Warp power to give: number' }).fill('9')
    await bob.getByRole('button', { name: 'Give warp power to Ann' }).click()
    await bob.getByRole('alert').filter({ hasText: 'The warp power of Ann is at its maximum already.' }).waitFor()
    await flyTo(ann, 1)
    await flyTo(ann, 0)
    await bob.getByRole('button', { name: 'Give to Ann' }).click()
    await bob.getByRole('spinbutton', { name: 'Warp power to give: number' }).fill('4')
    await bob.getByRole('button', { name: 'Give warp power to Ann' }).click()
    await ann.getByRole('list', { name: 'What happened' }).getByText('Bob gave you 4 units of warp power.').waitFor()
    expect((await region.ship('Ann')).data.warpPower).toBe(298)

    await ann.getByRole('button', { name: 'Message to Bob' }).click()
    await ann.page().keyboard.type('Thank you!')
    await ann.page().keyboard.press('Enter')
    await bob.getByRole('log', { name: 'Messages' }).getByText('Ann to you: Thank you!').waitFor()
  })

  test('on a phone all that matters is near: who is there first, the rest folded away, the fight before all', async () => {
    const region = await createRegion(operator)
    const page = await openPage(playUrl(server.url, region.id), { width: 390, height: 844, hasTouch: true })
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    const rival = await openPage(playUrl(server.url, region.id))
    const rivalName = 'Bob of the long and winding road'
    await joinAs(paneOf(rival), rivalName)
    for (const captain of [pane, paneOf(rival)]) await flyTo(captain, 1)
    const bottomOf = async (name: string) => {
      const box = await pane.getByRole('button', { name, exact: true }).boundingBox()
      return box === null ? Number.POSITIVE_INFINITY : box.y + box.height
    }
    await page.evaluate('scrollTo(0, 0)')
    expect(await bottomOf('Open fire')).toBeLessThan(844)
    expect((await pane.boundingBox())?.height).toBeLessThan(1.5 * 844)
    const trade = pane.getByRole('button', { name: 'Buy equipment', exact: true })
    expect(await trade.isVisible()).toBe(false)
    await pane.getByRole('button', { name: 'Port: show' }).click()
    await trade.waitFor()
    await pane.getByRole('button', { name: 'Port: show' }).click()
    await trade.waitFor({ state: 'hidden' })
    await pane.getByRole('button', { name: 'Open fire' }).click()
    await pane.getByRole('button', { name: 'Attack', exact: true }).waitFor()
    for (const order of ['Attack', 'Brace', 'Flee']) expect(await bottomOf(order), order).toBeLessThan(844)
    // Words need more or fewer lines here, and nothing moves under the finger.
    const fight = pane.getByRole('region', { name: 'Fight', exact: true })
    const attack = fight.getByRole('button', { name: 'Attack', exact: true })
    const before = await placeIn(fight, attack)
    await attack.click()
    await fight.getByText(`You attack ${rivalName} with 150 fighters.`).waitFor()
    expect(await placeIn(fight, attack)).toEqual(before)
  })

  test('two fingers go nearer and farther about their middle, and choose no sector; a tap does', async () => {
    const { id, ship } = await createRegion(operator)
    const page = await openPage(playUrl(server.url, id), { width: 390, height: 844, hasTouch: true })
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    await sectorOnMap(pane, 'Sector 0, you are here').waitFor()
    await pane.getByRole('group', { name: 'Star map' }).scrollIntoViewIfNeeded()
    const touch = await createTouch(page)
    const dotOf = async (sector: number): Promise<Point> => {
      const box = await pane.locator(`[data-sector="${sector}"] .map-dot`).boundingBox()
      if (box === null) throw new Error(`Sector ${sector} is not on the map.`)
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const chosen = () => pane.locator('[data-sector][tabindex="0"]').getAttribute('data-sector')
    /** What was between the fingers `from` is between them at `to`, so many times as large. */
    const expectMoved = async (sectors: readonly number[], move: () => Promise<void>, by: (at: Point) => Point) => {
      const before = await Promise.all(sectors.map(dotOf))
      await move()
      for (const [index, sector] of sectors.entries()) {
        const [expected, at] = [by(before[index] as Point), await dotOf(sector)]
        expect([at.x, at.y]).toEqual([expect.closeTo(expected.x, 0), expect.closeTo(expected.y, 0)])
      }
      expect(await chosen()).toBe('0')
    }

    // Both begin on a sector. They part by half as much again, and wander.
    const [here, near] = [await dotOf(0), await dotOf(1)]
    const middle = { x: (here.x + near.x) / 2, y: (here.y + near.y) / 2 }
    const [dx, dy] = [near.x - here.x, near.y - here.y]
    const apart = (factor: number, at: Point): readonly [Point, Point] => [
      { x: at.x - (dx / 2) * factor, y: at.y - (dy / 2) * factor },
      { x: at.x + (dx / 2) * factor, y: at.y + (dy / 2) * factor },
    ]
    const there = { x: middle.x + 12, y: middle.y - 9 }
    const scaled = (factor: number, from: Point, to: Point) => (at: Point) => ({
      x: to.x + (at.x - from.x) * factor,
      y: to.y + (at.y - from.y) * factor,
    })
    const pinch = async (from: readonly Point[], to: readonly Point[]) => {
      await touch.down(...from)
      await touch.move(...to)
      await touch.up()
    }
    await expectMoved([0, 1], () => pinch(apart(1, middle), apart(1.5, there)), scaled(1.5, middle, there))
    await expectMoved([0, 1], () => pinch(apart(1.5, there), apart(0.75, middle)), scaled(0.5, there, middle))
    // A thumb that rests on a sector while the other finger moves is no tap, nor are two that only touch.
    const [thumb, finger] = [await dotOf(1), await dotOf(0)]
    await pinch(
      [thumb, finger],
      [thumb, { x: finger.x + (finger.x - thumb.x) / 2, y: finger.y + (finger.y - thumb.y) / 2 }],
    )
    await touch.down(await dotOf(1), await dotOf(0))
    await touch.up()
    expect([await chosen(), (await ship('Ann')).data.sector]).toEqual(['0', 0])

    await touch.down(await dotOf(1))
    await touch.up()
    await eventually(chosen).toBe('1')
    expect((await ship('Ann')).data.sector).toBe(0)
    await touch.down(await dotOf(1))
    await touch.up()
    await sectorOnMap(pane, 'Sector 1, you are here').waitFor()
  })

  test('a page is told nothing of captains elsewhere, nor of what is not known of the map', async () => {
    const { id, ship, debug, entities } = await createRegion(operator, { seed })
    const other = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(other), 'Bob')
    const bob = await ship('Bob')
    await debug('place', { playerId: bob.ownerId, sector: 9 })

    const page = await openPage('about:blank')
    const traffic = recordTraffic(page)
    await page.goto(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Ann')
    const ann = await ship('Ann')
    const seenByAnn = async () => (await entities(`as=${ann.ownerId}`)).map((entity) => entity.id)
    const mayKnow = new Set(await seenByAnn())
    await paneOf(page).getByRole('button', { name: 'Fly to sector 5' }).click()
    await sectorOnMap(paneOf(page), 'Sector 5, you are here').waitFor()
    for (const seen of await seenByAnn()) mayKnow.add(seen)
    await paneOf(page).getByRole('tab', { name: 'Grid & intents' }).click()
    await paneOf(page).getByText('What you see, as a list').waitFor()

    const told = (await traffic.all()).join('\n')
    for (const known of [...mayKnow, String(ann.ownerId), await tokenIn(page)]) expect(told).toContain(`"${known}"`)
    const hidden = (await entities('full=true')).map((entity) => entity.id).filter((entity) => !mayKnow.has(entity))
    expect(hidden).toContain(bob.id)
    expect(hidden.length).toBeGreaterThan(8)
    const secrets = [...hidden, seed, operator.token, await tokenIn(other), String(bob.ownerId)]
    expect(secrets.filter((secret) => told.includes(`"${secret}"`))).toEqual([])
  })
})
