import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { createMeadow } from './meadow.ts'
import { recordTraffic } from './traffic.ts'
import { joinAs, logIn, paneOf, playUrl, waitForLabel, waitForMeadow } from './visitor.ts'

describeInBrowser('looking inside in a browser', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['thrower.ts', 'hello-grid'], limits: { failuresMax: 5 } })
    operator = await signInOperator(server.url)
  })

  async function openInspector(...parts: readonly string[]): Promise<Page> {
    const page = await openPage(`${server.url}/#/${['inspect', ...parts].join('/')}`, { width: 1440 })
    await page.getByRole('heading', { name: 'Look inside' }).waitFor()
    await page.getByRole('button', { name: 'Log in' }).click()
    await logIn(page)
    return page
  }

  test('[FAIL-8] a module that fails is told as module, zone, tick and what; its players learn a code', async () => {
    const id = await operator.createZone({ module: 'thrower' })
    /** It may have been paused again before it could be put out. */
    const douse = async () => {
      const { status } = await operator.zone(id)
      if (status === 'paused') await operator.resume(id)
      return (await operator.debugIntent(id, { type: 'douse', payload: {} })).outcome
    }
    const player = await openPage('about:blank')
    const traffic = recordTraffic(player)
    await player.goto(playUrl(server.url, id))
    const pane = paneOf(player)
    await joinAs(pane, 'Ann')
    await pane.getByRole('button', { name: 'Trip' }).click()
    await pane.getByRole('list', { name: 'Answers' }).getByText('(intent_failed)').waitFor()
    await pane.getByText('Ignite', { exact: true }).click()
    await pane.getByRole('button', { name: 'Ignite' }).click()
    await logIn(player)
    await waitForLabel(pane, 'Paused')
    expect((await traffic.all()).join('\n')).not.toContain('canary-text')

    const page = await openInspector()
    const row = rowOf(page, id)
    await row.getByText('paused', { exact: true }).waitFor()
    await row.getByRole('link').click()
    const error = page.getByRole('region', { name: 'What the module did wrong' })
    const text = (await error.getByLabel('The error').textContent()) ?? ''
    for (const part of ['thrower', id, /tick \d/, 'canary-text everything burns', 'thrower.ts'])
      expect(text).toMatch(part)

    // It fails again when it is stepped, and goes on once what makes it fail is gone.
    await page.getByRole('button', { name: /^Step 1: / }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: 'then it failed' })
      .filter({ hasText: 'everything burns' })
      .waitFor()
    await page.getByRole('button', { name: /^Resume: / }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard and resume' }).click()
    await page.getByText('goes on, without what was queued.').waitFor()
    await eventually(douse).toBe('applied')
    await page.getByText('open', { exact: true }).waitFor()
    await error.waitFor({ state: 'detached' })
    await waitForLabel(pane, 'Live')
  })

  test('a zone is paused, stepped, resumed and deleted by clicking', async () => {
    const { id, put, place } = await createMeadow(operator, { pebbles: 0 })
    const player = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(player), 'Ann')
    await waitForMeadow(paneOf(player))
    await put('Ann', 5, 5)

    const page = await openInspector(id)
    await page.getByRole('button', { name: /^Pause: / }).click()
    await page.getByText('paused', { exact: true }).waitFor()
    await waitForLabel(paneOf(player), 'Paused')
    await player.keyboard.press('ArrowUp')
    await paneOf(player).getByRole('alert').filter({ hasText: 'This zone is paused' }).waitFor()
    await page.getByRole('button', { name: /^Step 1: / }).click()
    await page.getByText(/1 tick was run/).waitFor()
    expect((await operator.zone(id)).status).toBe('paused')
    await page.getByRole('button', { name: /^Resume: / }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click()
    await page.getByText('open', { exact: true }).waitFor()
    await waitForLabel(paneOf(player), 'Live')
    await player.keyboard.press('ArrowUp')
    await eventually(async () => (await place('Ann')).y).toBeLessThan(5)

    await page.getByRole('button', { name: /^Delete: / }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('its 1 player is sent away').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect((await operator.zone(id)).status).toBe('open')
    await page.getByRole('button', { name: /^Delete: / }).click()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('heading', { name: 'There is no such zone' }).waitFor()
    await waitForLabel(paneOf(player), 'Deleted')
    // Its log is still there; of a zone that never was, there is none to wait for.
    await page.getByRole('table', { name: 'Log' }).getByRole('row').filter({ hasText: 'step' }).first().waitFor()
    await page.goto(`${server.url}/#/inspect/nowhere`)
    await page.getByText('the address is wrong: nowhere').waitFor()
    await page.getByRole('form', { name: 'Log' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Back to the zones' }).click()
    await page.getByRole('table', { name: 'Zones' }).waitFor()
    expect(await rowOf(page, id).count()).toBe(0)
  })

  test('the state beside a view marks what a player does not know; the log is filtered; the charts have figures', async () => {
    const { id, put } = await createMeadow(operator, { width: 16, height: 16, sight: 2, pebbles: 0 })
    const players = await openPage(playUrl(server.url, id), { width: 1440 })
    await players.getByRole('button', { name: 'Second player' }).click()
    await joinAs(paneOf(players), 'Ann')
    await joinAs(paneOf(players, 'second'), 'Bob')
    await put('Ann', 3, 3)
    await put('Bob', 12, 12)

    const page = await openInspector(id)
    const entity = (name: string) =>
      page
        .getByRole('table', { name: 'Entities' })
        .getByRole('row')
        .filter({ hasText: `"name":"${name}"` })
    await entity('Bob').waitFor()
    await page.getByRole('combobox', { name: 'Compare with the view of' }).selectOption({ label: 'Ann' })
    await entity('Ann').getByText('all of it').waitFor()
    await entity('Bob').getByText('not at all').waitFor()
    await put('Bob', 4, 3)
    await entity('Bob').getByText('not data.pebbles').waitFor()
    await entity('Bob').getByRole('button').click()
    await page
      .getByText('pebbles 0hidden')
      .or(page.getByText(/pebbles.*hidden/))
      .first()
      .waitFor()
    await page.getByRole('combobox', { name: 'Sight' }).selectOption('redacted')
    await entity('Ann').waitFor({ state: 'detached' })

    await players.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: 'Log' }).click()
    const entries = page.getByRole('table', { name: 'Log' }).getByRole('row')
    await entries.filter({ hasText: 'step' }).first().waitFor()
    await entries.filter({ hasText: 'teleport' }).first().waitFor()
    await page.getByRole('searchbox', { name: 'Intent' }).fill('teleport')
    await entries.filter({ hasText: 'step' }).waitFor({ state: 'detached' })
    expect(await entries.filter({ hasText: 'teleport' }).count()).toBe(3)
    await page.getByRole('combobox', { name: 'Player' }).selectOption({ label: 'Bob' })
    await page.getByText('2 entries').waitFor()
    await page.getByRole('combobox', { name: 'Result' }).selectOption('refused')
    await page.getByText('Nothing in the log matches. Remove a filter.').waitFor()

    await page.getByRole('tab', { name: 'Charts' }).click()
    await page.getByRole('group', { name: 'Connections' }).getByText('2', { exact: true }).waitFor()
    const tickTime = page.getByRole('group', { name: 'Tick time, hello-grid' })
    await put('Ann', 6, 6)
    await tickTime.getByText('As a table').click()
    await tickTime
      .getByRole('cell', { name: /^[\d.,]+ ms$/ })
      .first()
      .waitFor()
  })
})

function rowOf(page: Page, zoneId: string): Locator {
  return page.getByRole('table', { name: 'Zones' }).getByRole('row').filter({ hasText: zoneId })
}
