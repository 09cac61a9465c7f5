import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { createMeadow } from './meadow.ts'
import { joinAs, paneOf, playUrl, waitForMeadow } from './visitor.ts'

describeInBrowser('bots in the page', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['hello-grid', 'space-combat'] })
    operator = await signInOperator(server.url)
  })

  test('two are added and walk about; one is stopped and gone, the other walks on, and goes with the page', async () => {
    const { id, names, place } = await createMeadow(operator, { width: 9, height: 9 })
    const page = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Ann')
    await waitForMeadow(paneOf(page))
    const bots = page.getByRole('region', { name: 'Bots', exact: true })
    await bots
      .getByText(/^The server allows 100 connections from one address, including yours, and 60 new guests/)
      .waitFor()
    const add = bots.getByRole('button', { name: 'Add a bot' })
    await add.click()
    await add.click()
    const rows = bots.getByRole('list', { name: 'Bots that play here' }).getByRole('listitem')
    for (const name of ['Bot 1', 'Bot 2']) await rows.filter({ hasText: name }).getByText('Plays.').waitFor()
    await eventually(async () => [...(await names())].sort()).toEqual(['Ann', 'Bot 1', 'Bot 2'])

    const walks = async (name: string) => {
      const from = JSON.stringify(await place(name))
      await eventually(async () => JSON.stringify(await place(name)) !== from).toBe(true)
    }
    await Promise.all([walks('Bot 1'), walks('Bot 2')])

    await bots.getByRole('button', { name: 'Stop Bot 1' }).click()
    await rows.filter({ hasText: 'Bot 1' }).getByText('Stopped.').waitFor()
    await eventually(async () => [...(await names())].sort()).toEqual(['Ann', 'Bot 2'])
    await walks('Bot 2')
    await bots.getByRole('button', { name: 'Remove Bot 1' }).click()
    expect(await rows.count()).toBe(1)

    await page.getByRole('link', { name: 'All zones' }).click()
    await eventually(async () => [...(await names())].sort()).toEqual(['Ann'])

    // Also with a page that is closed while they think and ask.
    await page.goBack()
    for (let more = 0; more < 5; more++) await add.click()
    await eventually(async () => (await names()).length).toBe(6)
    await page.goto('about:blank')
    await eventually(async () => [...(await names())].sort()).toEqual(['Ann'])
  })

  test('of several ways to play one is chosen', async () => {
    const id = await operator.createZone({ module: 'space-combat', config: { map: 'fixture' } })
    const page = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Ann')
    const bots = page.getByRole('region', { name: 'Bots', exact: true })
    await bots.getByRole('combobox', { name: 'What the bot plays' }).selectOption('coward')
    await bots.getByRole('button', { name: 'Add a bot' }).click()
    await bots.getByRole('listitem').filter({ hasText: 'Bot 1, coward' }).getByText('Plays.').waitFor()
  })
})
