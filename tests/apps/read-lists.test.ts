import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { tryModules } from '../../apps/server/load-modules.ts'
import { readModuleList, writeModuleList } from '../../apps/server/module-list.ts'
import { readOrigins } from '../../apps/server/read-origins.ts'

function readBy(read: typeof readOrigins, text: string) {
  const complaints: string[] = []
  return { entries: read(text, (message) => complaints.push(message)), complaints }
}

describe('[SEC-2] ALLOWED_ORIGINS', () => {
  test.each([
    'https://play.example.org',
    'http://localhost:5173',
    'https://[::1]:8443',
    'capacitor://localhost',
    'tauri://localhost',
    'ionic://localhost',
    'app://my-game',
    'app://.',
    'chrome-extension://abcdefghijklmnop',
    'null',
  ])('takes %s as it is', (origin) => {
    expect(readBy(readOrigins, origin)).toEqual({ entries: [origin], complaints: [] })
  })

  test('takes several, and writes them as browsers do', () => {
    expect(readBy(readOrigins, ' HTTPS://Play.Example.org , capacitor://localhost').entries).toEqual([
      'https://play.example.org',
      'capacitor://localhost',
    ])
  })

  test.each([
    ['*', /"\*": wildcards are not supported/],
    ['https://*.a.org', /wildcards/],
    ['capacitor://*', /wildcards/],
    ['a.org', /"a\.org", which is not an origin: write it with its scheme/],
    ['localhost:8787', /with its scheme/],
    ['https://a.org/', /no more than https:\/\/a\.org, so write that/],
    ['https://a.org/games', /no more than https:\/\/a\.org,/],
    ['capacitor://localhost/', /no more than capacitor:\/\/localhost,/],
    ['app://game?x', /no more than app:\/\/game,/],
    ['https://a.org:443', /no more than https:\/\/a\.org,/],
    ['https://ann@a.org', /no more than https:\/\/a\.org,/],
    ['https://münchen.example', /no more than https:\/\/xn--mnchen-3ya\.example,/],
    ['wss://a.org', /name the page that connects, for example https:\/\/a\.org/],
    ['file:///home/ann/game.html', /null/],
    ['capacitor://', /not an origin/],
    ['app://a b', /not an origin/],
    ['https://', /not an origin/],
    ['https://a.org,', /empty entry/],
  ])('refuses %s, and says what to write', (text, message) => {
    const { complaints } = readBy(readOrigins, text)
    expect(complaints).toEqual([expect.stringMatching(message)])
  })
})

describe('MODULES', () => {
  test.each([
    ['hello-grid', ['hello-grid']],
    ['hello-grid, ./mine.ts', ['hello-grid', './mine.ts']],
    ['./my games/mine.ts,hello-grid', ['./my games/mine.ts', 'hello-grid']],
    ['"./a, b.ts", hello-grid', ['./a, b.ts', 'hello-grid']],
    ["hello-grid,'./a, b.ts'", ['hello-grid', './a, b.ts']],
    ["./joe's game.ts", ["./joe's game.ts"]],
    [' ["hello-grid", "./a, b.ts"] ', ['hello-grid', './a, b.ts']],
    ['./[x]/a.ts', ['./[x]/a.ts']],
  ])('%s is read as %j', (text, entries) => {
    expect(readBy(readModuleList, text)).toEqual({ entries, complaints: [] })
  })

  test.each([
    ['a,,b', /empty entry/],
    ['a,', /empty entry/],
    ['"./a, b.ts', /a quote that does not end before a comma, at: "\.\/a, b\.ts/],
    ['"a"b,c', /a quote that does not end before a comma, at: "a"b,c/],
    ['[x]/a.ts', /written \.\/\[/],
    ['["a", 1]', /JSON list of texts/],
    ['[]', /JSON list of texts/],
    ['[" "]', /JSON list of texts/],
  ])('%s is refused', (text, message) => {
    expect(readBy(readModuleList, text).complaints).toEqual([expect.stringMatching(message)])
  })

  test('what is written can be read back', () => {
    for (const entries of [['a', './b.ts'], ['./a, b.ts'], ["./joe's game.ts", 'a'], ['[x]', 'b c']]) {
      const written = writeModuleList(entries).replace(/^'(.*)'$/, '$1')
      expect(readBy(readModuleList, written)).toEqual({ entries, complaints: [] })
    }
  })

  const folder = mkdtempSync(join(tmpdir(), 'gridtick-lists-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('of a path that was split at its comma it is said which part was not found, and how to write it', async () => {
    mkdirSync(join(folder, 'one, two'))
    const path = join(folder, 'one, two/game.ts')
    writeFileSync(path, 'export {}\n')
    const { entries } = readBy(readModuleList, `hello-grid,${path}`)
    expect(entries).toHaveLength(3)
    const { problems } = await tryModules(entries)
    expect(problems.map(({ entry }) => entry)).toEqual([join(folder, 'one'), 'two/game.ts'])
    for (const { message } of problems)
      expect(message).toMatch(
        /^there is no .*\nThere is a file .*one, two\/game\.ts, but .* MODULES='\["hello-grid",".*one, two\/game\.ts"\]'$/,
      )
  })

  test('of names without commas it is said how to write them, and of a plain typing error nothing more', async () => {
    const { problems } = await tryModules(['hello-grid space-combat', './nowhere.ts', 'nothing', 'hello-gird'])
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/\nNames and paths have commas between them: MODULES=hello-grid,space-combat$/),
      expect.stringMatching(/^there is no file \S+\.$/),
      expect.stringMatching(/^there is no such module\. Shipped are: [^\n]+$/),
      expect.stringMatching(/^there is no such module\. Did you mean hello-grid\? Shipped are: [^\n]+$/),
    ])
  })

  test('a file that is no program, and a folder, are no modules: the file to name is said', async () => {
    const place = join(folder, 'place')
    mkdirSync(place)
    const asFile = join(folder, 'package.json')
    writeFileSync(asFile, '{}')
    const told = async (path: string) => (await tryModules([path])).problems.map(({ message }) => message)
    const name = 'Name the file that exports what defineModule({...}) returns, for example ./my-game.ts.'
    expect(await told(asFile)).toEqual([`it is not a TypeScript or JavaScript file. ${name}`])
    expect(await told(place)).toEqual([`it is a folder. ${name}`])
    writeFileSync(join(place, 'place.ts'), 'export {}')
    expect(await told(place)).toEqual([`it is a folder. ${name} Perhaps ${join(place, 'place.ts')} is meant.`])
  })
})
