import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { createTouch, type Point } from './touch.ts'
import { recordTraffic } from './traffic.ts'
import { joinAs, paneOf, playUrl, tokenIn } from './visitor.ts'

/** Long enough that no round is fought because somebody was slow. */
const combat = { roundTimeoutMs: 120_000 }
const seed = 'canary-seed-of-the-region'

describeInBrowser('playing space combat in a browser', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['space-combat'] })
    operator = await signInOperator(server.url)
  })

  async function createRegion() {
    const config = { map: 'fixture', combat }
    const id = await operator.createZone({ module: 'space-combat', everyMs: 50, seed, config })
    const entities = async (query: string): Promise<readonly Entity[]> =>
      (await operator.rest('GET', `/v1/zones/${id}/state?${query}`)).entities
    return {
      id,
      entities,
      async ship(name: string): Promise<Entity> {
        const all = await entities('full=true')
        const found = all.find(({ kind, data }) => kind === 'ship' && data.name === name)
        if (found === undefined) throw new Error(`${name} has no ship.`)
        return found
      },
      async debug(type: string, payload: object): Promise<void> {
        const result = await operator.debugIntent(id, { type, payload })
        if (result.outcome !== 'applied') throw new Error(`${type}: ${result.message}`)
      },
    }
  }

  test('two captains meet, fight a fight to its end, and the winner takes what is left', async () => {
    const { id, ship, debug } = await createRegion()
    const page = await openPage(playUrl(server.url, id), { width: 1440, height: 1000 })
    await page.getByRole('button', { name: 'Second player' }).click()
    const [ann, bob] = [paneOf(page), paneOf(page, 'second')]
    await joinAs(ann, 'Ann')
    await joinAs(bob, 'Bob')
    const hunter = String((await ship('Ann')).ownerId)
    await debug('set_ship', { playerId: hunter, shipType: 'sovereign_starcruiser', fighters: 1_500 })

    // A click on a neighbour flies there.
    for (const pane of [ann, bob]) {
      await sectorOnMap(pane, 'Sector 1, one warp away').click()
      await sectorOnMap(pane, 'Sector 1, you are here').waitFor()
    }
    expect([(await ship('Ann')).data.sector, (await ship('Bob')).data.sector]).toEqual([1, 1])

    await ann.getByRole('button', { name: 'Open fire' }).click()
    const fights = [ann, bob].map((pane) => pane.getByRole('region', { name: 'Fight', exact: true }))
    for (const fight of fights) await fight.getByText('Sector 1 · Round 1').waitFor()
    const [annsFight, bobsFight] = fights as [Locator, Locator]
    expect(await annsFight.getByRole('combobox', { name: 'Target' }).textContent()).toBe('Bob, 300 fighters')
    // What is chosen can be changed until the round is fought.
    await bobsFight.getByRole('button', { name: 'Brace', exact: true }).click()
    await bobsFight.getByRole('status').filter({ hasText: 'You brace. Waiting for the others' }).waitFor()
    await bobsFight.getByRole('spinbutton', { name: 'Fighters to send: number' }).fill('10')
    await bobsFight.getByRole('button', { name: 'Attack', exact: true }).click()
    await bobsFight.getByRole('status').filter({ hasText: 'You attack Ann with 10 fighters.' }).waitFor()
    expect(await annsFight.getByText('Round 1: choose what to do.').count()).toBe(1)

    const lost = bob.getByRole('region', { name: 'Result of the fight' })
    for (let round = 1; (await lost.count()) === 0; round++) {
      expect(round).toBeLessThan(10)
      await annsFight.getByRole('button', { name: 'Fighters to send: All' }).click()
      await annsFight.getByRole('button', { name: 'Attack', exact: true }).click()
      if (round > 1) await bobsFight.getByRole('button', { name: 'Brace', exact: true }).click()
      await bobsFight
        .getByText(`Sector 1 · Round ${round + 1}`)
        .or(lost)
        .waitFor()
    }
    await lost.getByText('Your ship was lost').waitFor()
    const won = ann.getByRole('region', { name: 'Result of the fight' })
    await won.getByText('Bob was defeated').waitFor()
    await won.getByText('The rounds').click()
    await won
      .getByText(/You sent .* at Bob/)
      .first()
      .waitFor()
    await won.getByRole('button', { name: 'Close the result' }).click()
    await won.waitFor({ state: 'hidden' })
    await bob.getByText('An escape pod cannot be hurt').waitFor()

    // The credits came with the victory; the scrap lies about.
    await ann.getByText('2,000 credits').waitFor()
    await ann.getByRole('button', { name: 'Collect what is left of Bob' }).click()
    await ann.getByRole('list', { name: 'Cargo' }).getByText('25 equipment').waitFor()
    expect(await ann.getByRole('button', { name: 'Collect what is left of Bob' }).count()).toBe(0)
    expect((await ship('Ann')).data).toMatchObject({ credits: 2_000, cargo: { equipment: 25 } })
  })

  test('a captain trades and flies on by clicking, and is told why something cannot be', async () => {
    const { id, ship } = await createRegion()
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
    await pane.getByRole('log', { name: 'Messages' }).getByText('Anybody out there?').waitFor()
    await pane.getByRole('textbox', { name: 'Message' }).fill('x'.repeat(513))
    await page.keyboard.press('Enter')
    await pane.getByRole('region', { name: 'Radio' }).getByRole('alert').filter({ hasText: /\w/ }).waitFor()
  })

  test('two fingers go nearer and farther about their middle, and choose no sector; a tap does', async () => {
    const { id, ship } = await createRegion()
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
    const { id, ship, debug, entities } = await createRegion()
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

/** An entity as REST tells it; the fields are those of a ship. */
type Entity = {
  readonly id: string
  readonly kind: string
  readonly ownerId: string | null
  readonly data: { readonly name: string; readonly sector: number; readonly credits: number; readonly cargo: object }
}

function sectorOnMap(pane: Locator, name: string): Locator {
  return pane.getByRole('group', { name: 'Star map' }).getByRole('button', { name })
}
