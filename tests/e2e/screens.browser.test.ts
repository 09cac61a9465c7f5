import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, openPage } from './browser.ts'
import { createMeadow } from './meadow.ts'
import { findFaults, findUnmarkedFocus } from './read-page.ts'
import { joinAs, logIn, paneOf, playUrl } from './visitor.ts'

const phone = { width: 360, height: 740 }
/** What stands here stands in a long list, near to its like: a finger needs more room, and sees many at once. */
const ofManyZones = ['the inspector', 'what can be done to a zone']
const zoneHeightMaxPx = 80

describeInBrowser('every screen for every reader', () => {
  let server: RunningServer
  let operator: Operator
  let meadowId: string
  let regionId: string

  beforeAll(async () => {
    server = await startServer()
    operator = await signInOperator(server.url)
    meadowId = (await createMeadow(operator, { pebbles: 400 })).id
    const config = { map: 'fixture', combat: { roundTimeoutMs: 3_000 } }
    regionId = await operator.createZone({ module: 'space-combat', everyMs: 50, config })
  })

  /** Bob waits where captains begin, so that there is somebody to fight. */
  async function openRival(): Promise<void> {
    const rival = await openPage(playUrl(server.url, regionId))
    await joinAs(paneOf(rival), 'Bob')
    await rival.getByRole('group', { name: 'Star map' }).waitFor()
  }

  /** Shows one screen of a player after the other, and looks at each. */
  async function lookAsPlayer(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
    await openRival()
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Hello grid' }).click()
    await page.getByRole('form', { name: /Create a zone/ }).waitFor()
    await look('the lobby')
    await page.getByRole('button', { name: 'Create and play' }).click()
    await page.getByRole('dialog').waitFor()
    await look('the login')
    await page.getByRole('button', { name: 'Cancel' }).click()

    await page.goto(playUrl(server.url, meadowId))
    await page.getByRole('button', { name: 'Join' }).waitFor()
    await look('a name')
    await joinAs(paneOf(page), `Ann ${'with a name as long '.repeat(2)}`.slice(0, 32))
    await page.getByRole('img', { name: /meadow/ }).waitFor()
    await look('the screen of hello-grid')
    await page.getByRole('tab', { name: 'Grid & intents' }).click()
    await page.getByText('What you see, as a list').click()
    await page.getByRole('button', { name: 'Left', exact: true }).click()
    await page.getByText(/applied in tick|off_grid|blocked/).waitFor()
    await look('any grid')

    await page.goto(playUrl(server.url, regionId))
    await page
      .getByRole('button', { name: /^Fly to sector 1|^Fly to sector 3/ })
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Open fire' }).waitFor()
    await look('the screen of space combat')
    await page.getByRole('button', { name: 'Open fire' }).click()
    await page.getByRole('button', { name: 'Attack', exact: true }).waitFor()
    await look('a fight')
    await page.goto(server.url)
    await page.getByRole('list', { name: 'Zones' }).waitFor()
    await look('the zones')
  }

  /** The same as the debug user. */
  async function lookAsDebugUser(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
    await page.goto(`${server.url}/#/inspect`)
    await page.getByRole('button', { name: 'Log in' }).waitFor()
    await look('the invitation')
    await page.getByRole('button', { name: 'Log in' }).click()
    await logIn(page)
    await page.getByRole('table', { name: 'Zones' }).waitFor()
    await look('the inspector')
    const menu = page.getByRole('button', { name: /^Actions for / }).first()
    if (await menu.isVisible()) await menu.click()
    await look('what can be done to a zone')
    for (const [tab, text] of [
      ['state', 'Belongs to the whole zone, and is sent to nobody.'],
      ['log', /(entry|entries), following what comes/],
      ['charts', 'Tick time, hello-grid'],
    ] as const) {
      await page.goto(`${server.url}/#/inspect/${meadowId}/${tab}`)
      await page.getByText(text).first().waitFor()
      await look(`the ${tab} of a zone`)
    }
  }

  /** What can be done on each screen. */
  const controls: Readonly<Record<'player' | 'debug user', Readonly<Record<string, readonly string[]>>>> = {
    player: {
      'the lobby': ['Space combat', 'Create and play', 'Continue'],
      'the login': ['Log in', 'Cancel'],
      'a name': ['Join', 'Copy link', 'Second player'],
      'the screen of hello-grid': ['Leave', 'Say'],
      'any grid': ['Nearer', 'Up left', 'Down right', 'Say'],
      'the screen of space combat': ['Sector 1,', 'Fly to sector 1', 'Show my ship', 'Open fire', 'Send', 'Leave'],
      'a fight': ['Attack', 'Brace', 'Flee', 'Fighters to send: All'],
      'the zones': ['Play as someone else'],
    },
    'debug user': {
      'the invitation': ['Log in'],
      'the inspector': ['Actions for ', 'Log out'],
      'what can be done to a zone': ['Pause: ', 'Delete: '],
      'the state of a zone': ['Pause: ', 'Hold this moment', 'Log out'],
      'the log of a zone': ['Newest', 'Older'],
    },
  }
  /** All others can be used: the log is short, and shows its newest page. */
  const idle: Readonly<Record<string, readonly string[]>> = { 'the log of a zone': ['Newest', 'Older'] }
  const readers = [
    { who: 'player', lookAtEach: lookAsPlayer },
    { who: 'debug user', lookAtEach: lookAsDebugUser },
  ] as const

  test.each(readers)(
    'on a phone, light and dark, for a $who: nothing hangs over, all can be read, every control has a name, and what matters can be tapped',
    async ({ who, lookAtEach }) => {
      const page = await openPage('about:blank', phone)
      const faults: string[] = []
      const seen = new Set<string>()
      await lookAtEach(page, async (screen) => {
        seen.add(screen)
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme })
          for (const fault of await findFaults(page)) faults.push(`${screen}, ${colorScheme}: ${fault}`)
        }
        if (screen === 'the inspector') {
          const row = await page.getByRole('table', { name: 'Zones' }).getByRole('row').last().boundingBox()
          expect(row?.height).toBeLessThanOrEqual(zoneHeightMaxPx)
        }
        for (const name of controls[who][screen] ?? []) {
          const control = page.getByRole('button', { name }).first()
          const isIdle = idle[screen]?.includes(name) ?? false
          expect(await control.isDisabled(), `${screen}: ${name} is disabled`).toBe(isIdle)
          // Nothing lies above it, and it is as large as a finger needs (WCAG 2.2, 2.5.8).
          if (!isIdle) await control.click({ trial: true, timeout: 5_000 })
          const box = await control.boundingBox()
          const least = ofManyZones.includes(screen) ? 40 : 24
          expect(Math.min(box?.width ?? 0, box?.height ?? 0), `${screen}: ${name}`).toBeGreaterThanOrEqual(least)
        }
      })
      expect(faults).toEqual([])
      expect(Object.keys(controls[who]).filter((screen) => !seen.has(screen))).toEqual([])
    },
  )

  test.each(readers)('at a desk, for a $who: the same, and by keys you see where you are', async ({ lookAtEach }) => {
    const page = await openPage('about:blank', { width: 1440 })
    const faults: string[] = []
    await lookAtEach(page, async (screen) => {
      for (const fault of await findFaults(page)) faults.push(`${screen}: ${fault}`)
      for (const fault of await findUnmarkedFocus(page, 15)) faults.push(`${screen}: ${fault}`)
    })
    expect([...new Set(faults)]).toEqual([])
  })

  test('the looking itself finds what is wrong', async () => {
    const page = await openPage('about:blank', phone)
    await page.setContent(`
      <body style="background: #fff; color: #000">
        <button></button> <input> <canvas tabindex="0"></canvas> <button aria-label="Fine">×</button>
        <p style="color: #999">Faint words</p> <p style="color: #595959">Dark enough</p> <button disabled>Idle</button>
        <div style="background: #000"><p style="background: rgb(255 255 255 / 50%); color: #777">Faint on a mixture</p></div>
        <button style="outline: none">Unmarked</button>
        <div style="width: 500px">Too wide</div>
        <table><caption>Straight</caption><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>
        <table style="display: flex"><caption>Crooked</caption>
          <thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>
      </body>`)
    expect(await findFaults(page)).toEqual([
      'no name: <button></button>',
      'no name: <input>',
      'no name: <canvas tabindex="0"></canvas>',
      expect.stringMatching(/^contrast 2\.8\d: Faint words$/),
      expect.stringMatching(/^contrast 1\.\d+: Faint on a mixture$/),
      expect.stringMatching(/^5\d\d px wide in a window of 360 px: .*DIV/),
      'heads beside their columns: Crooked',
    ])
    expect(await findUnmarkedFocus(page, 5)).toEqual([expect.stringContaining('Unmarked')])
  })
})
