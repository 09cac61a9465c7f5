import { afterEach, expect, test, vi } from 'vitest'
import { createHookBoard } from '../../framework/server/src/process/watchdog/hook-board.ts'
import { createStallJudge } from '../../framework/server/src/process/watchdog/judge-stall.js'

const games = 'file:///srv/node_modules/our-games/dist/index.js'

afterEach(() => vi.restoreAllMocks())

/** A thread that stands still, and the functions that it is in, innermost first. */
function createStall({ stack }: { readonly stack: readonly string[] }) {
  const board = createHookBoard()
  const said: string[] = []
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const judge = createStallJudge({
    ...board.layout,
    gapMs: 1_000,
    stallMaxMs: 500,
    moduleFiles: [
      ['tag', games],
      ['chess', games],
    ],
    ownUrls: ['file:///srv/node_modules/@gridtick/'],
    askStack: async () => stack.map((url) => ({ name: 'spin', url })),
    say: (line: string) => said.push(line),
  })
  return {
    board,
    said,
    async look() {
      await judge.look()
      now += 500
      return await judge.look()
    },
  }
}

test('[FAIL-10] a loop outside of a hook is put down to a module that is a package, and not to what it has installed', async () => {
  const near = createStall({ stack: ['node:internal/timers', games.replace('index', 'rules/deep'), games] })
  expect(await near.look()).toMatchObject({ module: 'tag' })
  const below = createStall({ stack: [games.replace('index.js', 'node_modules/dates/index.js')] })
  expect(await below.look()).toBeUndefined()
  expect(below.said).toHaveLength(1)
})

test('[FAIL-10] a zone is named where its hook holds the thread, and not where a timer does after that', async () => {
  const call = { module: 'chess', hook: 'onTick', zoneId: 'z1' }
  const inHook = createStall({ stack: [games] })
  inHook.board.show(call)
  expect(await inHook.look()).toMatchObject(call)
  const ended = createStall({ stack: [games] })
  ended.board.show(call)
  ended.board.leave()
  const stall = await ended.look()
  expect(stall).toMatchObject({ module: 'chess', afterHook: 'onTick' })
  expect(stall).not.toHaveProperty('zoneId')
  ended.board.clear()
  expect(await ended.look()).toMatchObject({ module: 'chess', afterHook: 'onTick' })
  expect(await ended.look()).not.toHaveProperty('zoneId')
  const native = createStall({ stack: [] })
  native.board.show(call)
  native.board.leave()
  expect(await native.look()).toMatchObject({ module: 'chess', afterHook: 'onTick' })
})
