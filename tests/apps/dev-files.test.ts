import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { describeChanges } from '../../apps/server/dev/describe-changes.ts'
import { gather } from '../../apps/server/dev/gather.ts'
import { createServerFiles, type FileChange, isInOwnFolder } from '../../apps/server/dev/server-files.ts'
import { type FileWatcher, watchFiles } from '../../apps/server/dev/watch-files.ts'
import { findUnnamedModules } from '../../apps/server/unnamed-modules.ts'

describe('which files a server is made of', () => {
  const files = createServerFiles('/project/')
  files.add(['/project/.env', '/games/my-game.ts', '/games/lib/rules.js', '/games/words.json'])
  const isChangedBy = (path: string, kind: FileChange['kind'] = 'saved') => files.isChangedBy({ kind, path })

  test.each([
    '/project/framework/engine/src/zone/zone.ts',
    '/project/framework/server/src/rest/docs/page.json',
    '/project/modules/index.ts',
    '/project/modules/my-game/my-game.ts',
    '/project/modules/my-game/parts/rules.ts',
    '/project/apps/server/main.ts',
    '/project/apps/server/module-hooks.js',
    '/project/apps/console/create-site.ts',
    '/project/.env',
    '/games/my-game.ts',
    '/games/lib/rules.js',
    '/games/lib/rules.ts',
    '/games/words.json',
  ])('%s: saved, added or deleted, it is another one', (path) => {
    for (const kind of ['saved', 'added', 'deleted'] as const) expect(isChangedBy(path, kind)).toBe(true)
  })

  test.each([
    '/project/apps/console/page/main.ts',
    '/project/apps/cli/main.ts',
    '/project/framework/client/src/client.ts',
    '/project/framework/screen/src/element.ts',
    '/project/framework/testing/src/index.ts',
    '/project/modules/my-game/my-game.bot.ts',
    '/project/modules/my-game/my-game.test.ts',
    '/project/modules/my-game/screen/map.ts',
    '/project/modules/my-game/bot/plan.ts',
    '/project/modules/my-game/node_modules/x/index.js',
    '/project/modules/my-game/.cache/x.ts',
    '/project/framework/engine/dist/index.js',
    '/project/modules/dist/hello-grid/hello-grid.js',
    '/project/modules/my-game/README.md',
    '/project/tests/modules/my-game.test.ts',
    '/project/package.json',
    '/games/other.ts',
    '/games/my-game.bot.ts',
  ])('%s: it is the same', (path) => {
    for (const kind of ['saved', 'added', 'deleted'] as const) expect(isChangedBy(path, kind)).toBe(false)
  })

  test.each(['/project/modules/my-game/my-game.screen.ts', '/games/my-game.screen.ts'])(
    '%s: the page sees what is in it by itself, but not that it came or went',
    (path) => {
      expect(isChangedBy(path, 'saved')).toBe(false)
      expect(isChangedBy(path, 'added')).toBe(true)
      expect(isChangedBy(path, 'deleted')).toBe(true)
    },
  )

  test('a screen beside no module of this server is nothing to it', () => {
    expect(isChangedBy('/games/other.screen.ts', 'added')).toBe(false)
  })

  test('what a module takes from a folder of the page counts once it was told', () => {
    const path = '/project/modules/my-game/screen/map.ts'
    const told = createServerFiles('/project/')
    told.add([path])
    expect(told.isChangedBy({ kind: 'saved', path })).toBe(true)
    expect(isInOwnFolder('/project/', path)).toBe(false)
  })
})

describe('watching', () => {
  const root = mkdtempSync(join(tmpdir(), 'gridtick-watch-'))
  let watcher: FileWatcher | undefined
  afterEach(async () => {
    await watcher?.close()
    rmSync(root, { recursive: true, force: true })
  })

  const save = (path: string) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${Math.random()}`)
  }

  test('nothing is lost: files and folders that go and come again, and those that were never there', async () => {
    const [rules, game, lib] = ['project/modules/den/rules.ts', 'games/deep/game.ts', 'games/deep/lib/far/lib.ts'].map(
      (path) => join(root, path),
    ) as [string, string, string]
    for (const folder of ['framework', 'apps/server', 'apps/console'])
      mkdirSync(join(root, 'project', folder), { recursive: true })
    save(rules)
    save(game)
    const seen: string[] = []
    const errors: unknown[] = []
    watcher = watchFiles({
      root: `${join(root, 'project')}/`,
      onChange: ({ kind, path }) => void seen.push(`${kind} ${path}`),
      onError: (error) => void errors.push(error),
    })
    watcher.alsoFor([game, lib])
    /** Does it again until it is seen: when watching has begun, nobody is told. */
    const expectSeen = (what: string, act: () => void, again = true) => {
      seen.length = 0
      act()
      return vi.waitFor(
        () => {
          if (again && !seen.includes(what)) act()
          expect(seen).toContain(what)
        },
        { timeout: 20_000, interval: 200 },
      )
    }
    await expectSeen(`saved ${rules}`, () => save(rules))
    await expectSeen(`saved ${game}`, () => save(game))

    await expectSeen(`deleted ${rules}`, () => rmSync(rules), false)
    await expectSeen(`added ${rules}`, () => save(rules), false)
    await expectSeen(`saved ${rules}`, () => save(rules), false)
    await expectSeen(`deleted ${rules}`, () => rmSync(dirname(rules), { recursive: true }), false)
    await expectSeen(`added ${rules}`, () => save(rules), false)

    await expectSeen(`added ${lib}`, () => save(lib), false)
    await expectSeen(`deleted ${game}`, () => rmSync(dirname(game), { recursive: true }), false)
    await expectSeen(`added ${game}`, () => save(game), false)
    await expectSeen(`saved ${game}`, () => save(game), false)
    expect(errors).toEqual([])

    // Beside them, nothing is looked at.
    seen.length = 0
    for (const path of ['games/deep/notes.md', 'project/modules/den/.git/x.ts', 'project/modules/node_modules/x.ts'])
      save(join(root, path))
    await expectSeen(`saved ${rules}`, () => save(rules), false)
    expect(new Set(seen)).toEqual(new Set([`saved ${rules}`]))
  })
})

describe('what is said of it', () => {
  const saved = (path: string): FileChange => ({ kind: 'saved', path: join(process.cwd(), path) })

  test('names the first file as it is seen from here, and counts the others once', () => {
    expect(describeChanges([saved('modules/a.ts')])).toBe('saved modules/a.ts')
    expect(describeChanges([saved('a.ts'), saved('a.ts'), saved('b.ts'), saved('b.ts')])).toBe(
      'saved a.ts and 1 more file',
    )
    expect(describeChanges([{ kind: 'deleted', path: '/elsewhere/a.ts' }, saved('b.ts'), saved('c.ts')])).toBe(
      'deleted /elsewhere/a.ts and 2 more files',
    )
  })

  test('what comes in quick succession is one', () => {
    vi.useFakeTimers()
    try {
      const handOn = vi.fn()
      const take = gather<string>(handOn)
      take('a')
      vi.advanceTimersByTime(99)
      take('b')
      vi.advanceTimersByTime(99)
      expect(handOn).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      take('c')
      vi.advanceTimersByTime(100)
      expect(handOn.mock.calls).toEqual([[['a', 'b']], [['c']]])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('modules that stand there and do not run', () => {
  const shipped = ['hello-grid', 'space-combat']
  const find = (folders: readonly string[], entries?: readonly string[]) =>
    findUnnamedModules({ folders, shipped, entries }).map(({ name, reason }) => `${name}: ${reason}`)

  test('are found where the list, or MODULES, does not name them', () => {
    expect(find(shipped)).toEqual([])
    expect(find([...shipped, 'my-quest'])).toEqual(['my-quest: modules/my-quest is not named in modules/index.ts'])
    expect(find([...shipped, 'my-quest'], ['hello-grid'])).toEqual([
      'space-combat: MODULES does not name it',
      'my-quest: modules/my-quest is named neither in modules/index.ts nor in MODULES',
    ])
  })

  test('those that MODULES names by a path do run', () => {
    expect(find(['my-quest'], ['./modules/my-quest/my-quest.ts'])).toEqual([])
    expect(find(['my-quest'], ['./elsewhere/my-quest.ts'])).toHaveLength(1)
  })
})
