import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { longTest } from '../lanes/size.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { type DevServer, startDev, startDevInCopy } from './dev-server.ts'
import { joinAs, logIn, paneOf, playUrl, waitForLabel } from './visitor.ts'

/** A server that starts anew takes seconds, on a busy machine many of them. */
const patienceMs = 45_000

const file = 'tally.ts'
const screenFile = 'tally.screen.ts'

/** A game that counts its ticks. */
const game = ({ count = 'extras.count + 1', intents = '' } = {}) => `import { defineModule } from 'gridtick'
import { z } from 'zod'

export const tally = defineModule({
  name: 'tally', version: '1.0.0', stateVersion: 1,
  config: z.strictObject({}), entities: {}, intents: { ${intents} }, extras: z.strictObject({ count: z.int() }),
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({ extras: { count: 0 } }),
  onTick({ extras }) {
    return { extras: { count: ${count} } }
  },
  getPlayerState: ({ base }) => ({ entities: [], extras: base.extras }),
})
`
const screen = (words: string) => `import { defineScreen, element } from '@gridtick/screen'
export const screen = defineScreen({
  mount({ root, zone }) {
    const line = element('output', {})
    root.append(line)
    return zone.on('tick', ({ view }) => { line.textContent = ${words} + view.extras.count })
  },
})
`

describeInBrowser('writing modules beside the page', () => {
  let dev: DevServer
  let operator: Operator

  beforeAll(async () => {
    dev = await startDev(file, { [file]: game(), [screenFile]: screen("'Ticks: '") })
    operator = await signInOperator(dev.url)
  }, 120_000)

  async function open(url: string): Promise<Page> {
    const page = await openPage(url, { width: 1440 })
    page.setDefaultTimeout(patienceMs)
    return page
  }

  const banner = (page: Page) => page.getByRole('region', { name: 'To be fixed' })
  /** The line that says it all, while the rest is folded. */
  const headline = (page: Page, text: RegExp) => banner(page).locator('summary').filter({ hasText: text })
  const isMended = (page: Page) => banner(page).waitFor({ state: 'detached' })

  /** The pane plays on: what its screen counts grows. */
  async function playsOn(page: Page, words = 'Ticks: '): Promise<void> {
    const counted = async () =>
      Number((await paneOf(page).getByRole('status').filter({ hasText: words }).textContent())?.slice(words.length))
    const before = await counted()
    await expect.poll(counted, { timeout: patienceMs }).toBeGreaterThan(before)
  }

  /** Whether the page is the one that was marked: it was not loaded anew. */
  const mark = (page: Page) => page.evaluate('window.isMarked = true')
  const isMarked = (page: Page) => page.evaluate<boolean>('window.isMarked === true')

  /** A page in which Ann plays, in the only zone. */
  async function playing(): Promise<Page> {
    const { zones } = await operator.rest('GET', '/v1/zones')
    for (const { id } of zones) await operator.rest('DELETE', `/v1/zones/${id}`)
    const page = await open(playUrl(dev.url, await operator.createZone({ module: 'tally' })))
    await joinAs(paneOf(page), 'Ann')
    await playsOn(page)
    return page
  }

  test('a module that cannot be loaded is shown with its place, and gone with the next save; open panes play on', {
    timeout: 120_000,
  }, async () => {
    const page = await playing()
    const pane = paneOf(page)
    await mark(page)

    dev.save(file, game({ count: 'extras.count + ' }))
    await headline(page, /The module \.\/tally\.ts does not run: .*tally\.ts:10:\d+/).waitFor()
    await pane.getByText('The server starts again.').or(pane.getByText('waits for its module')).first().waitFor()
    dev.save(file, game())
    await isMended(page)
    await playsOn(page)
    expect(await isMarked(page)).toBe(true)
  })

  test('a tick that throws is shown with its place, can be put away, and is gone with the next save', {
    timeout: 120_000,
  }, async () => {
    const page = await playing()
    const pane = paneOf(page)
    await mark(page)
    dev.save(file, game({ count: "(() => { throw new Error('no more') })()" }))
    await pane.getByText('Fix the module and save it, and the zone goes on.').waitFor()
    await headline(page, /The zone tally does not run: tick \d+: onTick threw.*no more.*tally\.ts:10:\d+/).waitFor()
    // Elsewhere it is nobody's matter, and here it can be put away.
    await banner(page).getByRole('button', { name: 'Hide this until something else is wrong' }).click()
    await isMended(page)
    dev.save(file, game())
    await playsOn(page)
    expect(await isMarked(page)).toBe(true)
  })

  longTest(
    'another intent is offered in the pane that is open, and what was answered before is still read there',
    {
      timeout: 120_000,
    },
    async () => {
      const page = await playing()
      const pane = paneOf(page)
      await mark(page)
      await pane.getByRole('tab', { name: 'Grid & intents' }).click()
      await pane.getByText('This game takes no intents.').waitFor()
      dev.save(file, game({ intents: 'wave: z.strictObject({})' }))
      await pane.getByRole('button', { name: 'Wave' }).click()
      const answers = pane.getByRole('list', { name: 'Answers' }).getByRole('listitem')
      await answers.filter({ hasText: 'applied in tick' }).waitFor()
      dev.save(file, game({ intents: 'wave: z.strictObject({}), bow: z.strictObject({})' }))
      await pane.getByRole('button', { name: 'Bow' }).waitFor()
      expect(await answers.count()).toBe(1)
      expect(await isMarked(page)).toBe(true)
    },
  )

  test('a screen is built into the page, which is loaded again for it, with all who play there', {
    timeout: 120_000,
  }, async () => {
    const page = await playing()
    const pane = paneOf(page)
    // All who play in the page come back with it.
    await page.getByRole('button', { name: 'Second player' }).click()
    await joinAs(paneOf(page, 'second'), 'Bob')
    dev.save(screenFile, screen("'Ticks: "))
    await headline(page, /The screen of tally cannot be built.*tally\.screen\.ts:\d+:\d+/).waitFor()
    await pane.getByRole('img', { name: /The grid as you see it/ }).waitFor()
    dev.save(screenFile, screen("'Counted: '"))
    await isMended(page)
    await playsOn(page, 'Counted: ')
    await paneOf(page, 'second').getByRole('status').filter({ hasText: 'Counted: ' }).waitFor()
    dev.save(screenFile, screen("'Ticks: '"))
    await playsOn(page)
  })

  test('a zone that is not worth a fix is deleted from the list of what is wrong', { timeout: 120_000 }, async () => {
    const page = await playing()
    const pane = paneOf(page)
    dev.save(file, game({ count: "(() => { throw new Error('nothing but trouble') })()" }))
    await headline(page, /nothing but trouble/).click()
    await banner(page).getByRole('button', { name: 'Delete tally' }).click()
    await logIn(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await waitForLabel(pane, 'Deleted')
    await isMended(page)
  })

  longTest(
    'a module that is made meanwhile is played from the lobby, with the arrow keys at once',
    {
      timeout: 120_000,
    },
    async () => {
      const copy = await startDevInCopy()
      const operator = await signInOperator(copy.url)
      const page = await open(copy.url)
      await page.getByRole('button', { name: 'Hello grid' }).waitFor()
      await copy.newModule('berry-wars')
      await page.getByRole('button', { name: 'Berry wars' }).click()
      // Who has said here who they are is not asked again.
      await page.getByLabel('Your name').fill('Ann')
      await page.getByRole('button', { name: 'Create and play' }).click()
      await logIn(page)
      const pane = paneOf(page)
      await waitForLabel(pane, 'Live')
      await pane.getByRole('img', { name: 'The meadow around you' }).waitFor()
      const zoneId = decodeURIComponent(page.url().replace(/^.*#\/play\//, ''))
      const column = async (): Promise<number> => {
        const { entities } = await operator.rest('GET', `/v1/zones/${zoneId}/state?full=true`)
        return entities.find(({ kind }: { kind: string }) => kind === 'forager').x
      }
      const before = await column()
      await page.keyboard.press(before === 0 ? 'ArrowRight' : 'ArrowLeft')
      await eventually(column).not.toBe(before)
    },
  )
})
