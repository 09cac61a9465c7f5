import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage } from './browser.ts'
import { createMeadow, watchMeadow } from './meadow.ts'
import { joinAs, logIn, paneOf, playUrl, waitForLabel, waitForMeadow } from './visitor.ts'

describeInBrowser('pages whose server or login goes away', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    server = await startServer({ modules: ['hello-grid'] })
    operator = await signInOperator(server.url)
  })

  /** The same database on the same port. */
  async function startAgain(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const { folder, url } = server
    server = await startServer({ folder, modules: ['hello-grid'], settings: { PORT: new URL(url).port, ...settings } })
    operator = await signInOperator(url)
  }

  test('[INT-4] the server is killed in mid-game: the page says so, goes on by itself, and what was asked meanwhile is done once', async () => {
    const { id, put, place } = await createMeadow(operator, { width: 32, height: 8, pebbles: 0 })
    const page = await openPage(playUrl(server.url, id))
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    await waitForMeadow(pane)
    await put('Ann', 2, 2)
    await page.keyboard.press('ArrowRight')
    await eventually(() => place('Ann')).toEqual({ x: 3, y: 2 })

    server.signal('SIGKILL')
    await server.exited
    await waitForLabel(pane, 'Reconnecting')
    await pane.getByText('You see the last known state.').waitFor()
    await page.keyboard.press('ArrowRight')
    await pane.getByLabel('What to say').fill('Back again')
    await pane.getByRole('button', { name: 'Say' }).click()
    await pane.getByRole('tab', { name: 'Grid & intents' }).click()
    const answers = pane.getByRole('list', { name: 'Answers' }).getByRole('listitem')
    expect(await answers.filter({ hasText: 'on its way…' }).count()).toBe(2)

    await startAgain()
    await waitForLabel(pane, 'Live')
    await pane.getByRole('list', { name: 'Events' }).getByText('Back again').waitFor()
    await answers.filter({ hasText: /^say.*applied in tick \d+$/ }).waitFor()
    expect(await answers.filter({ hasText: /^step.*applied in tick \d+$/ }).count()).toBe(2)
    expect(await place('Ann')).toEqual({ x: 4, y: 2 })
    const { entries } = await operator.rest('GET', `/v1/zones/${id}/log?type=step`)
    expect(entries.map(({ result }: { result: string }) => result)).toEqual(['applied', 'applied'])
  })

  test('the games are asked for again by themselves, until the server answers', async () => {
    const page = await openPage('about:blank')
    const isAway = { value: true }
    await page.route('**/v1/modules', (route) => (isAway.value ? route.abort() : route.continue()))
    await page.goto(server.url)
    await page.getByRole('alert').filter({ hasText: 'The page tries again by itself.' }).waitFor()
    isAway.value = false
    await page.getByRole('button', { name: 'Hello grid' }).waitFor()
  })

  test('a second tab of the same player takes over, and the first can take it back', async () => {
    const { id, put, place } = await createMeadow(operator)
    const page = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Ann')
    await put('Ann', 5, 5)

    const tab = await page.context().newPage()
    await tab.goto(playUrl(server.url, id))
    await waitForMeadow(paneOf(tab))
    await waitForLabel(paneOf(page), 'Taken over')
    await paneOf(page).getByText('another tab or another window').waitFor()
    await tab.keyboard.press('ArrowUp')
    await eventually(() => place('Ann')).toEqual({ x: 5, y: 4 })

    await page.bringToFront()
    await paneOf(page).getByRole('button', { name: 'Take over here' }).click()
    await waitForMeadow(paneOf(page))
    await waitForLabel(paneOf(tab), 'Taken over')
    await page.keyboard.press('ArrowUp')
    await eventually(() => place('Ann')).toEqual({ x: 5, y: 3 })
  })

  test('what somebody else wrote into the store is not taken for a player', async () => {
    const { id } = await createMeadow(operator)
    const page = await openPage(server.url)
    const remember = (account: string) =>
      page.evaluate(`localStorage.setItem('gridtick.guest.first', ${JSON.stringify(account)})`)
    await remember('{ not JSON')
    await page.reload()
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor()

    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    await remember(
      JSON.stringify({ playerId: 'p', displayName: 'Eve', role: 'debug', token: 'no.good.token', expiresAt }),
    )
    await page.reload()
    await page.getByText('Your login as Eve has ended').waitFor()
    expect(await page.getByText('You play as').count()).toBe(0)
    expect(await page.getByLabel('Your name').inputValue()).toBe('Eve')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('You play as Eve').waitFor()
    await page.getByRole('list', { name: 'Zones' }).waitFor()

    // From where nobody else notices it first.
    await page.goto(`${server.url}/#/inspect`)
    await remember(
      JSON.stringify({ playerId: 'p', displayName: 'Eve', role: 'debug', token: 'no.good.token', expiresAt }),
    )
    await page.goto(playUrl(server.url, id))
    await waitForLabel(paneOf(page), 'Login expired')
    await paneOf(page).getByRole('button', { name: 'Go on as a new guest' }).click()
    expect(await paneOf(page).getByLabel('Your name').inputValue()).toBe('Eve')
    await joinAs(paneOf(page), 'Fay')
  })

  test('a server that forgot all logins: players go on as new guests, and the debug user is asked again', async () => {
    const { id } = await createMeadow(operator)
    const page = await openPage(playUrl(server.url, id))
    await joinAs(paneOf(page), 'Ann')
    const lobby = await page.context().newPage()
    await lobby.goto(`${server.url}/#/inspect`)
    await lobby.getByRole('button', { name: 'Log in' }).click()
    await logIn(lobby)
    await lobby.getByRole('heading', { name: 'Zones' }).waitFor()
    await lobby.getByRole('link', { name: 'Gridtick' }).click()
    await lobby.getByText('You play as Ann').waitFor()

    await page.bringToFront()
    await server.stop()
    await waitForLabel(paneOf(page), 'Reconnecting')
    await startAgain({ AUTH_SECRET: 'another-key-of-the-browser-tests-0123456789' })
    await lobby.bringToFront()
    await lobby.getByText('Your login as Ann has ended').waitFor()
    expect(await lobby.getByLabel('Your name').inputValue()).toBe('Ann')
    await page.bringToFront()
    await waitForLabel(paneOf(page), 'Login expired')
    await paneOf(page).getByRole('button', { name: 'Go on as a new guest' }).click()
    await joinAs(paneOf(page), 'Ann the second')
    expect((await watchMeadow(operator, id).walker('Ann the second')).ownerId).not.toBeNull()

    // The debug login of the other tab is no longer good either.
    await lobby.bringToFront()
    await lobby.getByRole('button', { name: 'Hello grid' }).click()
    await lobby.getByRole('button', { name: 'Create and play' }).click()
    await lobby.getByRole('dialog').getByText('The login has expired.').waitFor()
    await lobby.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await lobby.goto(`${server.url}/#/inspect`)
    await lobby.getByRole('button', { name: 'Log in' }).click()
    await logIn(lobby)
    await lobby.getByRole('table', { name: 'Zones' }).waitFor()
  })
})
