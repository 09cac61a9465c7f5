import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundlePage } from '../../apps/console/bundle-page.ts'
import { createSite } from '../../apps/console/create-site.ts'
import { freshFolder } from '../integration/fresh-folder.ts'

/** A page with a screen that cannot be built: of each build is told once. */
function brokenSite(isDevelopment: boolean) {
  const file = join(freshFolder(), 'secretive.screen.ts')
  writeFileSync(file, 'export const = "hunter2"')
  const failures: string[] = []
  const onFailure = (module: string, message: string) => failures.push(`${module}: ${message}`)
  const screens = [{ module: 'secretive', file }]
  return { failures, site: createSite({ screens, isDevelopment, onFailure }) }
}

const textOf = async (site: ReturnType<typeof createSite>, name: string) => String((await site.read(name))?.body)

describe('the page', () => {
  test('is made once, however many ask for it first', async () => {
    const { site, failures } = brokenSite(false)
    const names = ['index.html', 'main.js', 'console.css', 'nothing']
    const files = await Promise.all(Array.from({ length: 100 }, (_, index) => site.read(names[index % 4] ?? '')))
    expect(failures.length).toBe(1)
    expect(files.map((file) => file === undefined)).toEqual(files.map((_, index) => index % 4 === 3))
  })

  test('under development a hundred visits at once do not make it a hundred times', async () => {
    const { site, failures } = brokenSite(true)
    await Promise.all(Array.from({ length: 100 }, () => site.read('index.html')))
    expect(failures.length).toBeLessThanOrEqual(2)
    const before = failures.length
    await site.read('index.html')
    expect(failures.length).toBe(before + 1)
  })

  test('visits while it is being made share the next one, which has what was saved meanwhile', async () => {
    const { site, failures } = brokenSite(true)
    const first = site.read('index.html')
    await new Promise((resolve) => setImmediate(resolve))
    const later = Array.from({ length: 10 }, () => site.read('index.html'))
    await Promise.all([first, ...later])
    expect(failures.length).toBe(2)
  })

  test('has no file but its own, whatever is asked for', async () => {
    const { site } = brokenSite(false)
    const others = ['../package.json', '..%2fpackage.json', '/etc/passwd', '__proto__', 'constructor', '', 'main.ts']
    for (const name of [...others, 'main.js\0']) expect(await site.read(name), name).toBeUndefined()
    expect(await site.read('main.js')).toBeDefined()
  })
})

test('a bot that cannot be built is reported, and the page and the other bots still work', async () => {
  const folder = freshFolder()
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const good = `import { defineBot } from '@gridtick/client'\nexport const b = defineBot({ thinkMs: 77123, act() {} })`
  const bots = [
    { module: 'broken', file: write('broken.bot.ts', 'export const = 1') },
    { module: 'walker', file: write('walker.bot.ts', good) },
  ]
  const { scripts, failures, botFailures } = await bundlePage({ screens: [], bots, isDevelopment: false })
  expect([...failures.keys(), ...botFailures.keys()]).toEqual(['broken'])
  const all = [...scripts.values()].join('\n')
  expect(all).toContain('77123')
  expect(scripts.get('main.js')).not.toContain('77123')
  const told: string[] = []
  const site = createSite({
    ...{ screens: [], bots, isDevelopment: false },
    onFailure: (module, message, what) => told.push(`${what} of ${module}: ${message}`),
  })
  expect(await textOf(site, 'main.js')).toBe(scripts.get('main.js'))
  expect(told).toEqual([expect.stringMatching(/^bot of broken: .*broken\.bot\.ts:1:/)])
})

test('[FAIL-8] what the compiler says of a screen goes to the log, and to who develops', async () => {
  const [served, developed] = [brokenSite(false), brokenSite(true)]
  const told = await textOf(served.site, 'failures.json')
  expect(JSON.parse(told)).toEqual({ secretive: 'It cannot be built; the log of the server says why.' })
  expect(served.failures.join()).toContain('secretive.screen.ts:1:13')
  expect(await textOf(developed.site, 'failures.json')).toContain('secretive.screen.ts:1:13')
})

describe('the version of the page', () => {
  const file = join(freshFolder(), 'tally.screen.ts')
  const save = (text: string) =>
    writeFileSync(
      file,
      `import { defineScreen } from '@gridtick/screen'
       export const tallyScreen = defineScreen({ mount({ root }) { root.append('${text}'); return () => {} } })`,
    )
  const siteOf = () => createSite({ screens: [{ module: 'tally', file }], isDevelopment: true, onFailure: () => {} })

  test('is the same for a server that starts again, and another when a screen was saved, good or broken', async () => {
    save('a')
    const site = siteOf()
    const versions = [await site.version()]
    expect(await siteOf().version()).toBe(versions[0])
    for (const text of ['ab', "' ] '", 'abcd']) {
      save(text)
      versions.push(await site.version())
      // The page is loaded again, and is made again for that.
      await site.read('index.html')
      expect(await site.version()).toBe(versions.at(-1))
    }
    expect(new Set(versions).size).toBe(4)
  })
})
