import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterEach, describe, expect, type TestContext } from 'vitest'

/** The first draws nothing but pages: it takes less than half of the processor time that a whole browser takes. */
const places = [
  ...['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser'],
  ...['/usr/bin/google-chrome', '/opt/google/chrome/chrome'],
]
const executablePath = [process.env.CHROMIUM ?? '', ...places].find((path) => path !== '' && existsSync(path))

/** Pages talk to this machine alone, and the browser to nobody. */
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
]

/** Longer than anything takes on a busy machine: beyond it, what a test waits for does not come. */
const patienceMs = 15_000

/** Asks again and again until it is so: `await eventually(() => place('Ann')).toEqual(…)`. */
export function eventually<Value>(ask: () => Value | Promise<Value>) {
  return expect.poll(ask, { timeout: patienceMs })
}

/** Tests in a real browser. They are never left out unseen: without one they fail. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (executablePath === undefined)
    throw new Error(
      'No Chromium was found: install it (apt-get install chromium-headless-shell), or name one in CHROMIUM.',
    )
  describe(name, { timeout: 60_000 }, () => {
    afterEach(closePages)
    tests()
  })
}

/** One for all files that a worker of the tests runs. It ends with that. */
let running: Promise<Browser> | undefined
const contexts: BrowserContext[] = []
const problems: string[] = []

/** What went wrong in a page is a failure of the test that opened it. A failure keeps a picture of each page. */
async function closePages({ task }: TestContext): Promise<void> {
  const found = problems.splice(0)
  if (found.length > 0 || task.result?.state === 'fail') await keepPictures(task.name)
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  if (found.length > 0) throw new Error(`Errors in the page:\n${found.join('\n')}`)
}

/** What went wrong in pages so far, and was meant to: a test that asks for it is not failed by it. */
export function takeProblems(): readonly string[] {
  return problems.splice(0)
}

/** A visitor of their own: nothing is remembered of others. Further tabs are made by `page.context().newPage()`. */
export async function openPage(
  url: string,
  look: {
    readonly width?: number
    readonly height?: number
    readonly colorScheme?: 'dark' | 'light'
    readonly hasTouch?: boolean
  } = {},
): Promise<Page> {
  const { width = 1280, height = 860, colorScheme = 'light', hasTouch = false } = look
  running ??= chromium.launch({ executablePath: executablePath ?? '', args })
  const context = await (await running).newContext({
    viewport: { width, height },
    colorScheme,
    hasTouch,
    reducedMotion: 'reduce',
  })
  contexts.push(context)
  context.setDefaultTimeout(patienceMs)
  context.on('weberror', (error) => problems.push(error.error().stack ?? error.error().message))
  context.on('console', (message) => {
    // Refusals of the server are part of play; what breaks the page's own policy is not.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      problems.push(message.text())
  })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

async function keepPictures(testName: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-pictures-'))
  const name = testName.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)
  for (const [index, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const path = join(folder, `${name}-${index + 1}.png`)
    // A page that is stuck has no picture, and the failure itself is what is told.
    await page.screenshot({ path, fullPage: true, timeout: 5_000 }).then(
      () => console.error(`The page when it failed: ${path}`),
      (error: unknown) => console.error(`No picture of ${page.url()}: ${error}`),
    )
  }
}
