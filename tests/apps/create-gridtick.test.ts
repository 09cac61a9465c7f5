import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createGame } from '../../apps/create-gridtick/src/create-game.ts'
import { gamePackage, libraries } from '../../apps/create-gridtick/src/game-package.ts'
import rootPackage from '../../package.json' with { type: 'json' }

const scratch = mkdtempSync(join(tmpdir(), 'gridtick-create-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe('a game that create-gridtick makes', () => {
  const folder = join(scratch, 'berry-wars')
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')

  test('is a whole package, under its own name', () => {
    const written = createGame(folder).map((file) => file.slice(folder.length + 1))
    expect(readdirSync(folder).sort()).toEqual([...written].sort())
    expect(written).toEqual(
      expect.arrayContaining(['package.json', 'tsconfig.json', 'README.md', 'berry-wars.test.ts']),
    )
    expect(JSON.parse(read('package.json'))).toMatchObject({
      name: 'berry-wars',
      // `exec`: a signal that npm gets reaches the server.
      scripts: { dev: 'exec gridtick dev ./berry-wars.ts', start: 'exec gridtick start ./berry-wars.ts' },
    })
    for (const file of written) expect(read(file), file).not.toMatch(/[Mm][Yy]-?[Gg]ame|@[A-Z]+@/)
  })

  test('its README links to what is there, and its test finds the game', () => {
    const links = [...read('README.md').matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path)
    expect(links).toHaveLength(4)
    expect(links.filter((path) => !existsSync(join(folder, path)))).toEqual([])
    expect(read('berry-wars.test.ts')).toContain("from './berry-wars.ts'")
  })

  // Node's recursive mkdir never comes back from there.
  test.skipIf(process.platform !== 'linux')('where no folder can be made, it says so at once', () => {
    expect(() => createGame('/proc/none/berry-wars')).toThrow(/ENOENT|EACCES|EROFS/)
  })

  test('its secrets are made up for it, for this user alone, and never committed', () => {
    const other = join(scratch, 'other-den')
    createGame(other)
    // Commands without a module's name mean this one: `npx gridtick doctor` checks it.
    expect(read('.env')).toMatch(/^MODULES=\.\/berry-wars\.ts$/m)
    expect(read('.env')).toMatch(/^AUTH_SECRET=\S{64}\nDEBUG_USER=debug\nDEBUG_PASSWORD=\S{16}$/m)
    expect(readFileSync(join(other, '.env'), 'utf8')).not.toBe(read('.env'))
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600)
    expect(read('.gitignore').split('\n')).toContain('.env')
  })

  test('a folder with something in it is refused and left as it is; an empty one will do', () => {
    expect(() => createGame(folder)).toThrow(/is there already, and not empty/)
    const empty = join(scratch, 'empty-one')
    mkdirSync(empty)
    expect(createGame(empty)).toContain(join(empty, 'empty-one.ts'))
    const taken = join(scratch, 'taken')
    mkdirSync(taken)
    writeFileSync(join(taken, 'a.txt'), 'a')
    expect(() => createGame(taken)).toThrow()
    expect(readdirSync(taken)).toEqual(['a.txt'])
  })

  test('a name that cannot be is refused, and what would do is said', () => {
    expect(() => createGame(join(scratch, 'My Game'))).toThrow(
      expect.objectContaining({ name: 'NameError', todo: 'For example: my-game' }),
    )
    expect(existsSync(join(scratch, 'My Game'))).toBe(false)
  })
})

test('a game takes the libraries that this repository uses, and packages of this version', () => {
  const { devDependencies, version } = rootPackage
  for (const [name, wanted] of Object.entries(libraries)) expect(devDependencies).toHaveProperty(name, wanted)
  expect(JSON.parse(gamePackage('a')).dependencies).toMatchObject({ gridtick: `^${version}` })
})
