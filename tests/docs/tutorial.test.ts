import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultLimits } from '@gridtick/server'
import { testZone } from '@gridtick/testing'
import * as gridtick from 'gridtick'
import { parseAst } from 'rolldown/parseAst'
import { afterAll, describe, expect, test } from 'vitest'
import type { GameModule } from '../../framework/core/src/contract/module.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { size } from '../lanes/size.ts'
import { find } from './change-source.ts'
import { writeTutorial } from './write-tutorial.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'modules/README.md'), 'utf8')
// Inside of the project, where `gridtick` and `zod` mean what they mean to a reader.
const folder = mkdtempSync(join(root, 'tests/docs/.tutorial-'))
const { done, companions, tests, allTests, wrongs, blockCount } = writeTutorial(readme, folder)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function loadModule(path: string): Promise<GameModule> {
  const [module] = Object.values(await import(/* @vite-ignore */ path))
  return module as GameModule
}

test('blocks were found, of each sort', () => {
  expect(blockCount).toBeGreaterThan(30)
  expect(tests.length).toBeGreaterThan(10)
  expect(wrongs.length).toBeGreaterThan(2)
  expect(done).not.toBe('')
  expect(companions.map((path) => basename(path))).toEqual(['my-game.screen.ts', 'my-game.bot.ts'])
})

test('its links lead somewhere', () => {
  const headings = [...readme.matchAll(/^##+ (.*)$/gm)].map(([, text = '']) => text.toLowerCase())
  const anchors = headings.map((text) => `#${text.replace(/[^\w -]/g, '').replaceAll(' ', '-')}`)
  const links = [...readme.matchAll(/\]\((?!http)([^)]+)\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(10)
  expect(links.filter((link) => !anchors.includes(link) && !existsSync(join(root, 'modules', link)))).toEqual([])
})

describe('the tests of the tutorial pass on the module as it is by then', () => {
  for (const { line, path } of tests)
    describe(`modules/README.md:${line}`, async () => {
      await import(/* @vite-ignore */ path)
    })
})

describe('in the end all of them stand in one file, and hold for the completed game', async () => {
  await import(/* @vite-ignore */ allTests)
})

describe('what is wrong is told as the tutorial says', () => {
  const normal = (text: string) =>
    text.replace(/zone [0-9a-f-]{36}/, 'zone ID').replace(/\(\/\S+\/my-game\.ts:\d+:\d+\)/, '(FILE)')

  test.each(wrongs)('modules/README.md:$line', async ({ path, fault }) => {
    const zone = await testZone(await loadModule(path), { isQuiet: true })
    await zone.join('ann')
    expect(zone.faults().map(normal)).toContain(normal(fault))
  })
})

describe('the completed game', () => {
  const names = ['ann', 'bob', 'cem', 'dan'] as const

  /** Plays a long game by dice of its own, and tells what was stored and shown after each tick. */
  async function play(module: GameModule) {
    const zone = await testZone(module, {
      config: { width: 8, height: 8, sight: 3, pebbles: 30, playersMax: 3 },
      seed: 9,
    })
    let dice = 1
    const roll = (sides: number) => {
      dice = (dice * 48_271) % 2_147_483_647
      return dice % sides
    }
    await zone.join(...names)
    const told: unknown[] = [names.map((name) => zone.refusals(name))]
    for (let round = 0; round < size({ usual: 50, long: 3_000 }); round++) {
      const name = names[roll(4)] ?? 'ann'
      switch (roll(12)) {
        case 0:
          zone.intent(name, 'say', { text: `round ${round}` })
          break
        case 1:
          zone.intent(name, 'teleport', { x: roll(10), y: roll(10) }, { role: 'debug' })
          break
        case 2:
          zone.disconnect(name)
          break
        case 3:
          await zone.join(name)
          break
        case 4:
          if (round % 5 === 0) zone.leave(name)
          break
        case 5:
          if (round % 4 === 0) await zone.advance(roll(12) * 60_000)
          break
        default:
          for (const each of names) zone.intent(each, 'step', { dx: roll(3) - 1, dy: roll(3) - 1 })
      }
      await zone.tick()
      const shown = names.map((each) => [zone.view(each), zone.events(each).length, zone.refusals(each).length])
      told.push({ hash: zone.hash(), tick: zone.tickNumber, wakeAt: zone.wakeAt, extras: zone.extras, shown })
    }
    const events = names.flatMap((each) => zone.events(each))
    const codes = new Set(names.flatMap((each) => zone.refusals(each)).map(({ code }) => code))
    return { told, events, codes, faults: zone.faults() }
  }

  test('is hello-grid: the same inputs give the same states, views, events and refusals', async () => {
    const [game, shipped] = [await play(await loadModule(done)), await play(helloGrid)]
    expect(game).toEqual(shipped)
    expect(shipped.faults).toEqual([])
    expect([...shipped.codes]).toEqual(
      expect.arrayContaining(['zone_full', 'off_grid', 'blocked', 'invalid', 'not_a_member']),
    )
    expect(new Set(shipped.events.map(({ event }) => event))).toEqual(new Set(['said', 'pebble.taken']))
  })

  test('says of itself what hello-grid says', async () => {
    const { name, ...game } = await loadModule(done)
    expect(name).toBe('my-game')
    expect(Object.keys(game).sort()).toEqual(
      Object.keys(helloGrid)
        .filter((key) => key !== 'name')
        .sort(),
    )
    expect(game.config.parse({})).toEqual(helloGrid.config.parse({}))
    expect(Object.keys(game.intents)).toEqual(Object.keys(helloGrid.intents))
  })
})

describe('the reference is complete', () => {
  const reference = readme.slice(readme.indexOf('## Reference'))

  /** The names of what an object type of the framework has, from its source. */
  const membersOf = (path: string, type: string): string[] => {
    const tree = parseAst(readFileSync(join(root, path), 'utf8'), { lang: 'ts' })
    const [alias] = find(tree, (node) => node.type === 'TSTypeAliasDeclaration' && nameOf(node.id) === type)
    const [literal] = find(alias?.typeAnnotation, ({ type }) => type === 'TSTypeLiteral')
    const members = (literal?.members ?? []) as { key: unknown }[]
    return members.map(({ key }) => nameOf(key))
  }
  const nameOf = (identifier: unknown) => String((identifier as { name?: unknown }).name)
  const isNamed = (name: string) => new RegExp(`\`${name}[\`({?]`).test(reference)

  test.each([
    ['framework/core/src/contract/module.ts', 'ModuleDefinition', 16],
    ['framework/core/src/contract/contexts.ts', 'ZoneBase', 7],
    ['framework/core/src/contract/contexts.ts', 'TickSetting', 9],
    ['framework/core/src/contract/contexts.ts', 'TickContext', 5],
    ['framework/core/src/draft/draft-tick.ts', 'TickDraft', 12],
    ['framework/core/src/contract/results.ts', 'TickResult', 11],
    ['framework/core/src/contract/random.ts', 'Random', 6],
    ['framework/core/src/contract/entity.ts', 'EntityTable', 7],
    ['framework/testing/src/test-zone.ts', 'TestZone', 20],
  ])('%s: %s', (path, type, countMin) => {
    // A type uses the key `then` to refuse a Promise; it is nothing to write.
    const members = membersOf(path, type).filter((name) => name !== 'then')
    expect(members.length).toBeGreaterThanOrEqual(countMin)
    expect(members.filter((name) => !isNamed(name))).toEqual([])
  })

  test('every function of gridtick is in it', () => {
    expect(Object.keys(gridtick).filter((name) => !isNamed(name))).toEqual([])
  })

  test('the limits are those in force', () => {
    const rows = [...reference.matchAll(/^\| `(\w+)` \| ([\d,]+) \|/gm)].map(([, name = '', value = '']) => [
      name,
      Number(value.replaceAll(',', '')),
    ])
    expect(rows.length).toBeGreaterThan(8)
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(rows.map(([name]) => [name, defaultLimits[name as keyof typeof defaultLimits]])),
    )
  })
})
