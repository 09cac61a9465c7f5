import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { runHere } from '../cli/run-here.ts'
import { debugUser } from '../integration/debug-user.ts'
import { freshFolder } from '../integration/fresh-folder.ts'
import { call } from '../integration/operator.ts'
import { startServer } from '../integration/server-process.ts'
import { longTest } from '../lanes/size.ts'
import { describeInBrowser, openPage } from './browser.ts'
import { startPathProxy } from './path-proxy.ts'
import { joinAs, logIn, paneOf, waitForMeadow } from './visitor.ts'

const path = '/games/grid'

describeInBrowser('a server that a proxy with TLS shows at a path', () => {
  /** A server that knows the path, and a page that has not been there yet. */
  async function serveThere(isPathPassedOn: boolean) {
    const proxy = await startPathProxy(path)
    const origin = `http://games.localhost:${proxy.port}`
    const folder = freshFolder()
    const beside = './my games, too/garden.ts'
    mkdirSync(join(folder, 'my games, too'))
    cpSync(new URL('../integration/modules/garden.ts', import.meta.url), join(folder, beside))
    const server = await startServer({
      folder,
      settings: {
        BASE_PATH: path,
        ALLOWED_HOSTS: 'games.localhost,127.0.0.1',
        ALLOWED_ORIGINS: origin,
        TRUSTED_PROXIES: '127.0.0.1',
        MODULES: JSON.stringify(['hello-grid', beside]),
      },
    })
    proxy.leadTo({ port: Number(new URL(server.url).port), isPathPassedOn })
    const page = await openPage('about:blank')
    return { proxy, server, origin, page, strays: watchRequests(page, `${origin}${path}/`) }
  }

  async function play(page: Page): Promise<void> {
    await createMeadow(page)
    await joinAs(paneOf(page), 'Ann')
    await waitForMeadow(paneOf(page))
    await say(page, 'Over the proxy')
    await page.reload()
    await waitForMeadow(paneOf(page))
    await say(page, 'And again')
  }

  test('[WIRE-7] is played, inspected and read about there, by page, command line and socket, and all of it stays there', async () => {
    const { proxy, server, origin, page, strays } = await serveThere(true)
    await page.goto(`${origin}${path}`)
    expect(page.url()).toMatch(`${origin}${path}/`)
    await play(page)
    await inspect(page)
    await readDocs(page)
    expect(strays()).toEqual([])

    const url = `http://127.0.0.1:${proxy.port}${path}`
    const place = ['--url', url, '--json']
    const user = ['--user', debugUser.username, '--password', debugUser.password]
    const { stdout } = await runHere(['zones', 'list', ...place, ...user], {})
    const { zones } = JSON.parse(stdout) as { zones: { id: string; module: string }[] }
    const [zone] = zones
    expect(zone?.module).toBe('hello-grid')
    expect(await runHere(['tail', zone?.id ?? '', '--frames', '1', ...place], {})).toMatchObject({ code: 0 })
    const { modules } = (await call(url, { path: '/v1/modules' })).body
    expect(modules.map(({ name }: { name: string }) => name)).toEqual(['hello-grid', 'garden'])
    expect(server.stderr).toBe('')
  })

  // Without a browser: tests/rest/base-path.programs.test.ts.
  longTest('[WIRE-7] a proxy that removes the path leads to the slash as well, and all is played there', async () => {
    const { server, origin, page, strays } = await serveThere(false)
    await page.goto(`${origin}${path}/`)
    expect(page.url()).toMatch(`${origin}${path}/`)
    await play(page)
    expect(strays()).toEqual([])
    expect(server.stderr).toBe('')
  })
})

async function createMeadow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Hello grid' }).click()
  const form = page.getByRole('form', { name: 'Create a zone of Hello grid' })
  await form.getByRole('button', { name: 'Create and play' }).click()
  await logIn(page)
  await page.waitForURL(/#\/play\/./)
}

async function say(page: Page, text: string): Promise<void> {
  const pane = paneOf(page)
  await pane.getByLabel('What to say').fill(text)
  await pane.getByRole('button', { name: 'Say' }).click()
  await pane.getByRole('tab', { name: 'Grid & intents' }).click()
  const answers = pane.getByRole('list', { name: 'Answers' }).getByRole('listitem')
  await answers.filter({ hasText: /^say.*applied in tick \d+$/ }).waitFor()
  await pane.getByRole('list', { name: 'Events' }).getByText(text).waitFor()
}

async function inspect(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Inspect', exact: true }).first().click()
  const table = page.getByRole('table', { name: 'Zones' })
  await table.getByRole('link').first().click()
  await page.getByRole('table', { name: 'Entities' }).getByRole('row').filter({ hasText: 'Ann' }).first().waitFor()
}

/** From the page to both references, with a call by hand. */
async function readDocs(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Socket API' }).click()
  await page.getByRole('heading', { name: /^The socket of Gridtick/ }).waitFor()
  await page.getByText(`GET ${path}/v1/ws`).waitFor()
  await page.getByRole('link', { name: 'REST', exact: true }).click()
  const limits = page.locator('.opblock', { hasText: '/v1/limits' })
  await limits.getByRole('button').first().click()
  await limits.getByRole('button', { name: 'Try it out' }).click()
  await limits.getByRole('button', { name: 'Execute' }).click()
  await limits.locator('.live-responses-table .response').getByText('200').first().waitFor()
  await limits
    .getByText(`${new URL(page.url()).origin}${path}/v1/limits`)
    .first()
    .waitFor()
}

/** What the page asks for beside its server, and what it does not get there. */
function watchRequests(page: Page, root: string): () => readonly string[] {
  const strays: string[] = []
  const isOwn = (url: string) => url.replace(/^ws/, 'http').startsWith(root) || url === root.slice(0, -1)
  page.on('websocket', (socket) => isOwn(socket.url()) || strays.push(socket.url()))
  page.on('response', (response) => {
    const url = response.url()
    if (!url.startsWith('data:') && (!isOwn(url) || response.status() >= 400))
      strays.push(`${response.status()} ${url}`)
  })
  page.on('requestfailed', (request) => strays.push(`failed: ${request.url()}`))
  return () => strays
}
