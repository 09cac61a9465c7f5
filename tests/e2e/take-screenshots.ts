import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { joinAs, logIn, paneOf, playUrl } from './visitor.ts'

const images = fileURLToPath(new URL('../../apps/console/images/', import.meta.url))

/** Plays a little, and takes the pictures that the READMEs show. */
describeInBrowser('pictures', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['hello-grid', 'space-combat'] })
    operator = await signInOperator(server.url)
  })

  const take = (page: Page, name: string) => page.screenshot({ path: `${images}${name}.png` })

  test('the meadow, through two pairs of eyes, and from inside', async () => {
    const config = { width: 24, height: 16, sight: 5, pebbles: 70 }
    const zone = await operator.createZone({ module: 'hello-grid', seed: 'meadow', config })
    const page = await openPage(playUrl(server.url, zone), { width: 1280, height: 930 })
    await joinAs(paneOf(page), 'Ann')
    await page.getByRole('button', { name: 'Second player' }).click()
    await joinAs(paneOf(page, 'second'), 'Bob')
    const place = async (name: string, x: number, y: number) => {
      const { entities } = await operator.rest('GET', `/v1/zones/${zone}/state?full=true`)
      const walker = entities.find(({ data }: { data: { name?: string } }) => data.name === name)
      await operator.debugIntent(zone, { type: 'teleport', payload: { x, y }, as: walker.ownerId })
    }
    await place('Ann', 10, 7)
    await place('Bob', 13, 8)
    const words = paneOf(page, 'second').getByLabel('What to say')
    await words.fill('I see you, Ann!')
    await paneOf(page, 'second').getByRole('button', { name: 'Say' }).click()
    await paneOf(page).getByText('You have 0 pebbles').waitFor()
    // Said when the field is empty again, and drawn a frame or two later.
    await eventually(() => words.inputValue()).toBe('')
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
    await page.evaluate('scrollTo(0, 0)')
    await take(page, 'play')

    const inside = await openPage(`${server.url}/#/inspect/${zone}`, { width: 1280, height: 900 })
    await inside.getByRole('button', { name: 'Log in' }).click()
    await logIn(inside)
    await inside.getByRole('combobox', { name: 'Compare with the view of' }).selectOption({ label: 'Ann' })
    await inside.getByRole('columnheader', { name: /Ann/ }).first().waitFor()
    await take(inside, 'inspect')
  })

  test('a fight', async () => {
    const region = await operator.createZone({
      module: 'space-combat',
      seed: 'fight',
      config: { map: 'fixture', combat: { roundTimeoutMs: 45_000 } },
    })
    const [ann, bob] = await Promise.all(
      ['Ann', 'Bob'].map(async (name) => {
        const page = await openPage(playUrl(server.url, region), { width: 1280, height: 900, colorScheme: 'dark' })
        await joinAs(paneOf(page), name)
        return page
      }),
    )
    if (ann === undefined || bob === undefined) return
    for (const page of [ann, bob]) await paneOf(page).getByRole('button', { name: 'Fly to sector 1' }).click()
    await paneOf(ann).getByRole('button', { name: 'Open fire' }).click()
    for (let round = 1; round <= 2; round++) {
      for (const page of [ann, bob]) {
        const fight = paneOf(page).getByRole('region', { name: 'Fight', exact: true })
        await fight.getByText(`Round ${round}: choose what to do.`).waitFor()
        await fight.getByRole('spinbutton', { name: 'Fighters to send: number' }).fill(page === ann ? '90' : '60')
        await fight.getByRole('button', { name: 'Attack', exact: true }).click()
      }
    }
    await paneOf(ann).getByText('Round 3: choose what to do.').waitFor()
    await take(ann, 'fight')
  })
})
