import { pathToFileURL } from 'node:url'
import { silentLogger } from '@gridtick/engine/ports'
import { createGameServer } from '@gridtick/server'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { describe, expect, test } from 'vitest'
import { loadModules } from '../../../framework/server/src/zones/modules-option.ts'
import { importNamed } from '../../../framework/server/src/zones/named.ts'

const here = 'tests/server/zone-thread/exported.ts'

describe('[THREAD-1] what is named by what exports it', () => {
  test('is imported by path, URL or package, and made of plain data where there is some', async () => {
    expect(await importNamed({ from: `./${here}`, export: 'answer' })).toBe(42)
    expect(await importNamed({ from: pathToFileURL(here).href, export: 'twice', with: 4 })).toBe(8)
    expect(await importNamed({ from: 'gridtick', export: 'accept' })).toBeTypeOf('function')
    const modules = await loadModules({ from: `./${here}`, export: 'games' })
    expect(modules.map(({ name }) => name)).toEqual(['one', 'two'])
    expect(await loadModules({ from: `./${here}`, export: 'game' })).toHaveLength(1)
  })

  test.each([
    [
      'nothing of that name',
      { export: 'none' },
      /has no export "none"\. It exports: answer, broken, game, games, twice/,
    ],
    [
      'data for what is no function',
      { export: 'answer', with: 1 },
      /"answer" of .* is not a function, so leave out "with"/,
    ],
    [
      'a module that does not work',
      { export: 'broken' },
      /Module "one": `onTik` is not a part .* Did you mean `onTick`/,
    ],
    ['what is no module', { export: 'answer' }, /is not a module\. Export what defineModule/],
  ])('is refused in words where there is %s', async (_what, named, message) => {
    await expect(loadModules({ from: `./${here}`, ...named })).rejects.toThrow(message)
  })

  test('is all that crosses to a thread: live objects are refused, and nothing is opened', () => {
    const options = {
      port: 0,
      host: '127.0.0.1',
      authSecret: 'a secret of more than thirty-two bytes',
      allowedHosts: ['127.0.0.1'],
      logger: silentLogger,
      onCorrupt() {},
      zoneThread: 'worker',
    } as const
    const modules = { from: `./${here}`, export: 'games' }
    expect(() => createGameServer({ ...options, modules: [], databaseUrl: 'file:./never.db' })).toThrow(
      'With zones on a thread of their own, modules are named by what exports them, as { from: "./my-game.ts", export: "myGame" }: live objects do not cross to another thread.',
    )
    expect(() => createGameServer({ ...options, modules, storage: createMemoryStorage() })).toThrow(
      /the storage is named by what exports it/,
    )
  })
})
