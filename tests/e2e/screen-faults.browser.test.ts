import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { freshFolder } from '../integration/fresh-folder.ts'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { describeInBrowser, eventually, openPage, takeProblems } from './browser.ts'
import { joinAs, paneOf, playUrl, waitForLabel } from './visitor.ts'

/** A module that counts its ticks, so that each of them tells its players something. */
const moduleText = (name: string) => `
  import { defineModule } from 'gridtick'
  import { z } from 'zod'
  export const game = defineModule({
    name: '${name}', version: '1.0.0', stateVersion: 1,
    config: z.strictObject({}), entities: {}, intents: {}, extras: z.strictObject({ count: z.int() }),
    schedule: { kind: 'interval', everyMs: 50 },
    createZone: () => ({ extras: { count: 0 } }),
    onTick: ({ extras }) => ({ extras: { count: extras.count + 1 } }),
    getPlayerState: ({ base }) => ({ entities: [], extras: base.extras }),
  })`

/** Counts in the page what it hears; throws when it is told to: at once, at a press of its button, or when the page calls. */
const screenText = (name: string, then: string) => `
  import { defineScreen, element } from '@gridtick/screen'
  export const screen = defineScreen({
    mount({ root, zone }) {
      const line = element('output', {}, '${name} waits')
      root.append(line, element('button', { on: { click() { throw new Error('${name} broke') } } }, 'Break'))
      zone.on('tick', () => {
        window.heard = (window.heard ?? 0) + 1
        line.textContent = '${name} goes on'
      })
      window.addEventListener('${name} late', () => { throw new Error('${name} is late') })
      ${then}
      return () => {}
    },
  })`

describeInBrowser('screens that fail', () => {
  let server: RunningServer
  let operator: Operator

  beforeAll(async () => {
    const folder = freshFolder()
    // The file rough.ts holds the module brittle, and the file brittle.ts another one.
    for (const [file, name, then] of [
      ['rough', 'brittle', ''],
      ['brittle', 'steady', ''],
      ['stillborn', 'stillborn', "throw new Error('never begun')"],
    ] as const) {
      writeFileSync(join(folder, `${file}.ts`), moduleText(name))
      writeFileSync(join(folder, `${file}.screen.ts`), screenText(name, then))
    }
    const modules = './rough.ts,./brittle.ts,./stillborn.ts'
    server = await startServer({ folder, settings: { MODULES: modules } })
    operator = await signInOperator(server.url)
  })

  const heardIn = (page: Page) => page.evaluate<number>('window.heard ?? 0')
  const ticksOf = async (id: string): Promise<number> => (await operator.zone(id)).tick

  test('a module that is called otherwise than its file is told the errors of its own screen, and of no other', async () => {
    const [brittle, steady] = await Promise.all(['brittle', 'steady'].map((module) => operator.createZone({ module })))
    const page = await openPage(playUrl(server.url, String(steady)))
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    await pane.getByText('steady goes on').waitFor()
    // The script of the file brittle.ts stays in the page, and fails while the module brittle is played.
    await page.evaluate(`location.hash = '#/play/${brittle}'`)
    await pane.getByText('brittle goes on').waitFor()
    await page.evaluate("dispatchEvent(new Event('steady late'))")
    await eventually(() => takeProblems().join()).toContain('steady is late')
    expect(await pane.getByRole('button', { name: 'Break' }).isVisible()).toBe(true)

    await pane.getByRole('button', { name: 'Break' }).click()
    await pane.getByRole('alert').filter({ hasText: 'brittle broke' }).waitFor()
    await pane.getByText('The screen of this game does not work').waitFor()
    expect(await pane.getByRole('button', { name: 'Break' }).count()).toBe(0)
    const heard = await heardIn(page)
    const before = await ticksOf(String(brittle))
    await eventually(() => ticksOf(String(brittle))).toBeGreaterThan(before + 4)
    expect(await heardIn(page)).toBe(heard)
    expect(takeProblems().join()).toContain('brittle broke')
  })

  test('one that throws when it is mounted hears nothing more, and the zone is played by its grid', async () => {
    const id = await operator.createZone({ module: 'stillborn' })
    const page = await openPage(playUrl(server.url, id))
    const pane = paneOf(page)
    await joinAs(pane, 'Ann')
    await pane.getByRole('alert').filter({ hasText: 'never begun' }).waitFor()
    await pane.getByRole('img', { name: /The grid as you see it/ }).waitFor()
    const before = await ticksOf(id)
    await eventually(() => ticksOf(id)).toBeGreaterThan(before + 4)
    expect(await heardIn(page)).toBe(0)
    await waitForLabel(pane, 'Live')
    expect(takeProblems().join()).toContain('never begun')
  })
})
