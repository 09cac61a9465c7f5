import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { createMeadow, type Stored, watchMeadow } from './meadow.ts'
import { recordTraffic } from './traffic.ts'
import { joinAs, logIn, openSeenList, paneOf, playUrl, tokenIn, waitForLabel, waitForMeadow } from './visitor.ts'

describeInBrowser('playing hello-grid in a browser', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['hello-grid'] })
    operator = await signInOperator(server.url)
  })

  test('a visitor chooses a game, creates a zone with the debug login, joins by name, walks, is refused, and leaves', async () => {
    const page = await openPage(server.url)
    await page.getByRole('button', { name: 'Hello grid' }).click()
    const form = page.getByRole('form', { name: 'Create a zone of Hello grid' })
    await form.getByLabel('Name of the zone').fill('The first meadow')
    await form.getByLabel('Width').fill('3')
    await form.getByLabel('Height').fill('6')
    await form.getByRole('button', { name: 'Create and play' }).click()
    await form.getByText('At least 4').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)

    await form.getByLabel('Width').fill('5')
    await form.getByRole('button', { name: 'Create and play' }).click()
    await logIn(page, 'not the password')
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .filter({ hasText: /password/i })
      .waitFor()
    await logIn(page)

    await page.waitForURL(/#\/play\/./)
    await page.getByRole('heading', { name: 'The first meadow' }).waitFor()
    await joinAs(paneOf(page), 'Ann')
    await waitForMeadow(paneOf(page))
    const zoneId = decodeURIComponent(page.url().replace(/^.*#\/play\//, ''))
    const { names, place, put } = watchMeadow(operator, zoneId)
    expect((await operator.rest('GET', `/v1/zones/${zoneId}`)).name).toBe('The first meadow')

    await put('Ann', 1, 0)
    await page.keyboard.press('ArrowDown')
    await eventually(() => place('Ann')).toEqual({ x: 1, y: 1 })
    await paneOf(page).getByRole('tab', { name: 'Grid & intents' }).click()
    await paneOf(page).getByRole('button', { name: 'Up left', exact: true }).click()
    await eventually(() => place('Ann')).toEqual({ x: 0, y: 0 })
    // The grid begins here.
    await paneOf(page).getByRole('button', { name: 'Left', exact: true }).click()
    await paneOf(page).getByRole('alert').filter({ hasText: 'The grid ends there.' }).waitFor()
    await paneOf(page).getByRole('list', { name: 'Answers' }).getByText('The grid ends there. (off_grid)').waitFor()
    expect(await place('Ann')).toEqual({ x: 0, y: 0 })

    // What a player is sent can be read, and a cell be pointed at in place of typing where it is.
    await paneOf(page).getByText('What you are sent, as JSON').click()
    await paneOf(page).locator('.json-leaf').filter({ hasText: 'pebblesLeft' }).waitFor()
    await paneOf(page).getByText('Teleport', { exact: true }).click()
    const teleport = paneOf(page).getByRole('form', { name: 'Teleport' })
    await teleport.getByRole('button', { name: 'Pick a cell' }).click()
    await paneOf(page).getByText('Click a cell.').waitFor()
    await page.keyboard.press('Escape')
    await paneOf(page).getByText('Click a cell.').waitFor({ state: 'detached' })
    await teleport.getByRole('button', { name: 'Pick a cell' }).click()
    await paneOf(page).getByRole('img', { name: 'The grid as you see it' }).click()
    await eventually(() => teleport.getByLabel('X').inputValue()).toMatch(/^\d+$/)
    await eventually(() => teleport.getByLabel('Y').inputValue()).toMatch(/^\d+$/)

    await paneOf(page).getByRole('form', { name: 'Say' }).getByLabel('Text').fill('Is anybody here?')
    await paneOf(page).getByRole('button', { name: 'Say' }).click()
    await paneOf(page).getByRole('list', { name: 'Events' }).getByText('Is anybody here?').waitFor()

    // Who is logged in as the debug user lets a paused zone go on, and looks inside beside it, in a tab of its own.
    await operator.rest('POST', `/v1/zones/${zoneId}/pause`, {})
    await waitForLabel(paneOf(page), 'Paused')
    await paneOf(page).getByRole('button', { name: 'Resume' }).click()
    await waitForLabel(paneOf(page), 'Live')
    const [inside] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Inspect ↗' }).click(),
    ])
    await inside.getByRole('heading', { name: 'The first meadow' }).waitFor()
    await inside.getByRole('combobox', { name: 'Compare with the view of' }).selectOption({ label: 'Ann' })
    await waitForLabel(paneOf(page), 'Live')
    await inside.close()

    await paneOf(page).getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { name: 'Zones' }).waitFor()
    await eventually(names).toEqual([])
    await page
      .getByRole('link', { name: /The first meadow/ })
      .getByText('nobody yet')
      .waitFor()
  })

  test('two panes are two players, each with an own view that is told in words as well', async () => {
    const { id, names, put, place } = await createMeadow(operator, { width: 16, height: 16, sight: 2, pebbles: 0 })
    const page = await openPage(playUrl(server.url, id), { width: 1440 })
    await joinAs(paneOf(page), 'Ann')
    await page.getByRole('button', { name: 'Second player' }).click()
    const [first, second] = [paneOf(page), paneOf(page, 'second')]
    await joinAs(second, 'Bob')
    await put('Ann', 3, 3)
    await put('Bob', 9, 9)

    const [seenByAnn, seenByBob] = [await openSeenList(first), await openSeenList(second)]
    await eventually(() => seenByAnn.allTextContents()).toEqual(['Walker Ann (yours) at 3, 3'])
    await eventually(() => seenByBob.allTextContents()).toEqual(['Walker Bob (yours) at 9, 9'])

    await put('Bob', 5, 3)
    await eventually(() => seenByAnn.allTextContents()).toEqual(['Walker Ann (yours) at 3, 3', 'Walker Bob at 5, 3'])
    await eventually(() => seenByBob.allTextContents()).toEqual(['Walker Bob (yours) at 5, 3', 'Walker Ann at 3, 3'])
    // What is seen of another is not all there is.
    await first.getByRole('button', { name: 'Walker Bob at 5, 3' }).click()
    expect(await first.getByRole('term').allTextContents()).toEqual(['Name'])
    await first.getByRole('button', { name: 'Walker Ann (yours)' }).click()
    expect(await first.getByRole('term').allTextContents()).toEqual(['Name', 'Pebbles'])

    // Keys go to the pane in use.
    await second.getByRole('tab', { name: 'Screen' }).click()
    await page.keyboard.press('ArrowRight')
    await eventually(() => place('Bob')).toEqual({ x: 6, y: 3 })
    expect(await place('Ann')).toEqual({ x: 3, y: 3 })
    await eventually(() => seenByAnn.allTextContents()).toEqual(['Walker Ann (yours) at 3, 3'])

    await page.getByRole('button', { name: 'Close the second player' }).click()
    await eventually(names).toEqual(['Ann'])
    await waitForLabel(first, 'Live')
  })

  test('all of it works without a mouse', async () => {
    const page = await openPage(server.url)
    const press = (key: string) => page.keyboard.press(key)
    const tabTo = async (role: 'button' | 'textbox', name: string) => {
      const target = page.getByRole(role, { name }).first()
      await target.waitFor()
      for (let presses = 0; presses < 40; presses++) {
        await press('Tab')
        if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
      }
      throw new Error(`${role} ${name} is not reached by Tab.`)
    }

    await tabTo('button', 'Hello grid')
    await press('Enter')
    await tabTo('textbox', 'Name of the zone')
    await page.keyboard.type('By keys alone')
    await press('Enter')
    // The password is asked for first; the name stands before it.
    await page.getByRole('dialog', { name: 'Log in as the debug user' }).waitFor()
    await press('Shift+Tab')
    await press('ControlOrMeta+a')
    await page.keyboard.type('root')
    await press('Tab')
    await page.keyboard.type('correct-horse-battery')
    await press('Enter')
    await page.waitForURL(/#\/play\/./)
    await tabTo('textbox', 'Your name')
    await page.keyboard.type('Kay')
    await press('Enter')
    await waitForMeadow(paneOf(page))

    const zoneId = decodeURIComponent(page.url().replace(/^.*#\/play\//, ''))
    const { place, put } = watchMeadow(operator, zoneId)
    await put('Kay', 4, 4)
    await press('ArrowRight')
    await eventually(() => place('Kay')).toEqual({ x: 5, y: 4 })
    await tabTo('button', 'Leave')
    await press('Enter')
    await page.getByRole('heading', { name: 'Start a new game' }).waitFor()
  })

  test('a link leads a stranger into the zone; one to nowhere says so and leads back', async () => {
    const { id, put, place } = await createMeadow(operator)
    const page = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Dee')
    await waitForMeadow(paneOf(page))
    await put('Dee', 7, 7)
    await page.keyboard.press('d')
    await page.keyboard.press('ArrowUp')
    await eventually(() => place('Dee')).toEqual({ x: 7, y: 6 })
    // Whoever comes back is still the same player.
    await page.reload()
    await waitForMeadow(paneOf(page))
    await page.keyboard.press('ArrowUp')
    await eventually(() => place('Dee')).toEqual({ x: 7, y: 5 })

    await page.goto(playUrl(server.url, '00000000-0000-7000-8000-000000000000'))
    await waitForLabel(paneOf(page), 'No such zone')
    await paneOf(page).getByRole('button', { name: 'To all zones' }).click()
    await page.getByRole('heading', { name: 'Start a new game' }).waitFor()
  })

  test.each([
    ['#/play/nonsense', 'There is no such zone', /“nonsense” is not the id of a zone/],
    ['#/foo', 'There is no such page', /“#\/foo”, which leads nowhere/],
  ])('the address %s says what is wrong, and leads back', async (address, title, why) => {
    const page = await openPage(`${server.url}/${address}`)
    const problem = page.getByRole('alert').filter({ hasText: title })
    await problem.getByText(why).waitFor()
    await problem.getByRole('link', { name: 'To all zones' }).click()
    await page.getByRole('heading', { name: 'Start a new game' }).waitFor()
  })

  test('a whole game tells a page nothing that its player may not know', async () => {
    const seed = 'canary-seed-of-the-meadow'
    const sight = 3
    // So wide that nobody comes in near somebody else.
    const meadow = await createMeadow(operator, { width: 512, height: 512, sight, pebbles: 2_000 }, seed)
    const other = await openPage(playUrl(server.url, meadow.id))
    await joinAs(paneOf(other), 'Bob')

    const page = await openPage('about:blank')
    const traffic = recordTraffic(page)
    await page.goto(server.url)
    await page.getByLabel('Your name').fill('Ann')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page
      .getByRole('link', { name: /hello-grid/ })
      .first()
      .waitFor()
    await page.goto(playUrl(server.url, meadow.id))
    await waitForMeadow(paneOf(page))

    // All that is there, before any of it is taken, and what Ann may know: what is within sight of where she was.
    const everything = await meadow.everything()
    const bob = await meadow.walker('Bob')
    const mayKnow = new Set([(await meadow.walker('Ann')).id])
    const look = async () => {
      const at = await meadow.place('Ann')
      const seen = everything.filter(({ x, y }) => Math.max(Math.abs(x - at.x), Math.abs(y - at.y)) <= sight)
      for (const { id } of seen) mayKnow.add(id)
    }
    await look()
    // One pebble comes into sight, of another she stays one cell too far away.
    const inside = ({ x, y }: Stored) => x > 8 && y > 8 && x < 500 && y < 500
    const [near, far] = everything.filter((entity) => entity.kind === 'pebble' && inside(entity)) as [Stored, Stored]
    for (const [pebble, distance] of [
      [near, sight],
      [far, sight + 1],
    ] as const) {
      await meadow.put('Ann', pebble.x + distance, pebble.y)
      await look()
    }
    for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) {
      const before = await meadow.place('Ann')
      await page.keyboard.press(key)
      await eventually(() => meadow.place('Ann')).not.toEqual(before)
      await look()
    }
    await paneOf(page).getByLabel('What to say').fill('Hello?')
    await paneOf(page).getByRole('button', { name: 'Say' }).click()
    await paneOf(page).getByRole('tab', { name: 'Grid & intents' }).click()
    await paneOf(page).getByRole('list', { name: 'Events' }).getByText('Hello?').waitFor()

    const told = (await traffic.all()).join('\n')
    // The recording works: what Ann may know is in it.
    for (const id of mayKnow) expect(told).toContain(id)
    expect(told).toContain(await tokenIn(page))
    // And nothing else.
    const hidden = everything.filter(({ id }) => !mayKnow.has(id))
    expect(mayKnow).toContain(near.id)
    expect(hidden).toContain(far)
    expect(hidden.filter(({ id }) => told.includes(id))).toEqual([])
    const secrets = [seed, operator.token, await tokenIn(other), bob.id, String(bob.ownerId)]
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
    expect(traffic.frames.length).toBeGreaterThan(5)

    // Of another who comes by, only what a stranger may know.
    const { x, y } = await meadow.place('Ann')
    await meadow.put('Bob', x + 2, y)
    await eventually(() => traffic.frames.join('\n')).toContain(bob.id)
    const ofBob = traffic.frames.flatMap((frame) => walkersIn(frame)).filter(({ id }) => id === bob.id)
    expect(ofBob.map(({ data }) => data)).toEqual(ofBob.map(() => ({ name: 'Bob' })))
    expect(ofBob.length).toBeGreaterThan(0)
  })

  test('the classes of the page mean nothing in the screen of a module', async () => {
    const { id } = await createMeadow(operator)
    const page = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Ann')
    await waitForMeadow(paneOf(page))
    const changed = (place: string) => page.evaluate<string[]>(`(${classesThatChange})(${JSON.stringify(place)})`)
    expect(await changed('.stage')).toEqual([])
    // The looking itself finds them where they are meant.
    for (const name of ['good', 'badge', 'entity', 'side', 'panel', 'row', 'problem'])
      expect(await changed('.pane')).toContain(name)
  })
})

/** Runs in the page: which of the page's own classes make an element look different in a place. */
const classesThatChange = `(place) => {
  const rules = [...document.styleSheets, ...document.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules])
  const ofPage = rules.filter(({ cssText }) => !cssText.startsWith('.screen-'))
  const names = new Set(ofPage.flatMap(({ cssText }) => [...cssText.matchAll(/[.]([a-z][a-z-]*)/g)].map(([, name]) => name)))
  const lookOf = (name) => {
    const probe = document.querySelector(place).appendChild(document.createElement('div'))
    probe.className = name
    const style = getComputedStyle(probe)
    const look = Array.from(style, (property) => style.getPropertyValue(property)).join()
    probe.remove()
    return look
  }
  const plain = lookOf('')
  const own = /^(screen|grid|schema|form|inspector|ask)-|^(stage|play|lobby|inspector|development|u-[a-z]+|uplot)$/
  return [...names].filter((name) => !own.test(name) && lookOf(name) !== plain)
}`

/** The entities that a frame tells whole. */
function walkersIn(text: string): readonly { readonly id: string; readonly data: unknown }[] {
  const { entities = [], set = [] } = JSON.parse(text)
  return [...entities, ...set]
}
