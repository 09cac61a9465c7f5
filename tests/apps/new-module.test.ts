import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { nextSteps } from '../../apps/cli/new-module/next-steps.ts'
import { planModule } from '../../apps/cli/new-module/plan-module.ts'
import { readModuleName } from '../../apps/cli/new-module/read-module-name.ts'
import { writeModule } from '../../apps/cli/new-module/write-module.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'gridtick-new-module-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('--dir into this project is refused', () => {
  expect(() => planModule('cave-run', { dir: join(project, 'modules') })).toThrow(/outside of this project/)
})

describe('what is said to do next', () => {
  const steps = (options: { settings?: Record<string, string>; isDevRunning?: boolean; dir?: string }) => {
    const plan = planModule('berry-den', options.dir === undefined ? {} : { dir: options.dir })
    return nextSteps({ plan, settings: options.settings ?? {}, isDevRunning: options.isDevRunning === true }).join('\n')
  }

  test('the address is that of the settings, and the game has the name that the page shows', () => {
    expect(steps({})).toMatch(/^ {2}npm run dev\n {2}Open http:\/\/127\.0\.0\.1:8787, choose “Berry den”/m)
    expect(steps({ settings: { PORT: '9000', HOST: '192.168.1.20' } })).toContain('Open http://192.168.1.20:9000,')
    expect(steps({ settings: { PORT: '9000', HOST: '0.0.0.0' } })).toContain('Open http://127.0.0.1:9000,')
    expect(steps({ settings: { PORT: '0' } })).toContain('Open the address that it prints,')
  })

  test('where npm run dev runs, it is not to be started', () => {
    expect(steps({ isDevRunning: true })).toMatch(/npm run dev runs already/)
    expect(steps({ isDevRunning: true, dir: scratch })).toMatch(
      /Stop the server that runs.*\n {2}MODULES=\S+ npm run dev/,
    )
  })

  test('where MODULES leaves it out, that is said, and what to set', () => {
    expect(steps({ settings: { MODULES: 'hello-grid' } })).toMatch(
      /MODULES in .* leaves berry-den out\..* MODULES=hello-grid,berry-den$/m,
    )
    expect(steps({ settings: { MODULES: 'hello-grid, berry-den' } })).not.toMatch(/leaves/)
    expect(steps({ settings: { MODULES: 'hello-grid' }, dir: scratch })).toMatch(/MODULES=hello-grid,\S+ npm run dev/)
  })
})

describe('names', () => {
  test.each([
    ['My Game', /lowercase letters/, 'my-game'],
    ['Über Ünïverse', /lowercase letters/, 'uber-universe'],
    ['berryWars', /lowercase letters/, 'berry-wars'],
    ['1st', /lowercase letters/, 'st'],
    ['a--b', /lowercase letters/, 'a-b'],
    ['-a', /lowercase letters/, 'a'],
    ['a_b', /lowercase letters/, 'a-b'],
    ['../x', /lowercase letters/, 'x'],
    ['', /lowercase letters/, 'my-game'],
    ['a'.repeat(25), /at most 24/, 'shorter'],
    ['delete', /reserved/, 'delete-game'],
    ['index', /reserved/, 'index-game'],
    ['constructor', /reserved/, 'constructor-game'],
    ['to-string', /reserved/, 'to-string-game'],
    ['has-own-property', /reserved/, 'has-own-property-game'],
    ['parse-int', /reserved/, 'parse-int-game'],
    ['z', /already means something else/, 'z-game'],
    ['test', /already means something else/, 'test-game'],
    ['define-module', /already means something else/, 'define-module-game'],
  ])('%j is refused, and what would do is said', (name, message, hint) => {
    let thrown: unknown
    try {
      readModuleName(name)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ message: expect.stringMatching(message), todo: expect.stringContaining(hint) })
  })

  test.each([
    ['a', 'a'],
    ['berry-wars', 'berryWars'],
    ['x2', 'x2'],
    ['two-2-two', 'two2Two'],
    ['a'.repeat(24), 'a'.repeat(24)],
  ])('%j is good, and called %s in code', (name, identifier) => {
    expect(readModuleName(name)).toEqual({ name, identifier })
  })
})

describe('writing', () => {
  function emptyProject(list: string) {
    const root = mkdtempSync(join(scratch, 'root-'))
    mkdirSync(join(root, 'modules'))
    writeFileSync(join(root, 'modules/index.ts'), list)
    return root
  }
  const listOf = (...names: string[]) =>
    `/** Names. */\nexport const shippedModules: readonly string[] = [${names.map((name) => `'${name}'`).join(', ')}]\n`

  test('a list that becomes too long for a line is broken into lines, and one in lines grows', () => {
    const root = emptyProject(listOf('one', 'two', 'three', 'four', 'five', 'six', 'seven'))
    writeModule(planModule('a-rather-long-name', { root }))
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'a-rather-long-name']
    const inLines = (all: string[]) => `readonly string[] = [\n${all.map((each) => `  '${each}',\n`).join('')}]\n`
    expect(readFileSync(join(root, 'modules/index.ts'), 'utf8')).toContain(inLines(names))
    writeModule(planModule('another', { root }))
    expect(readFileSync(join(root, 'modules/index.ts'), 'utf8')).toContain(inLines([...names, 'another']))
  })

  test.each([
    ['its folder', 'modules/my-den/x.ts', /modules\/my-den is there already/],
    ['its test', 'tests/modules/my-den.test.ts', /my-den\.test\.ts is there already/],
  ])('%s is there: refused, and nothing is written', (_what, path, message) => {
    const root = emptyProject(listOf('one'))
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), '')
    const before = readdirSync(root, { recursive: true })
    expect(() => writeModule(planModule('my-den', { root }))).toThrow(message)
    expect(readdirSync(root, { recursive: true })).toEqual(before)
  })

  test('a name in the list, or a list that cannot be read, is refused', () => {
    expect(() => planModule('den', { root: emptyProject(listOf('den')) })).toThrow(/has a module "den" already/)
    expect(() => planModule('den', { root: emptyProject('export const modules = {}\n') })).toThrow(/holds no list/)
  })

  test('where one file cannot be written, those before it are taken away again', () => {
    const root = emptyProject(listOf('one'))
    const plan = planModule('my-den', { root })
    const before = readdirSync(root, { recursive: true })
    const files = new Map([...plan.files, [join(root, 'modules/index.ts'), 'in the way']])
    expect(() => writeModule({ ...plan, files })).toThrow(/EEXIST/)
    expect(readdirSync(root, { recursive: true }).filter((path) => !String(path).startsWith('tests'))).toEqual(before)
  })
})
