import { expect, test } from 'vitest'
import { RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'
import { createHookBoard } from '../../framework/server/src/process/watchdog/hook-board.ts'

/** As the other thread reads it. */
function read({
  signs,
  texts,
  fields,
  lengthSigns,
  textBytes,
  namedSign,
  inHook,
}: ReturnType<typeof createHookBoard>['layout']) {
  const shown = fields.map((_, index) => {
    const start = index * textBytes
    return Buffer.from(texts.slice(start, start + (signs[lengthSigns + index] ?? 0))).toString()
  })
  return { shown, isNamed: signs[namedSign] !== 0, isInHook: signs[namedSign] === inHook }
}

test('[FAIL-10] the board shows who runs, and who ran last while the engine works', () => {
  const board = createHookBoard()
  const running = new RunningHook({ mirror: board })
  const call = { module: 'tag', hook: 'getPlayerState', zoneId: 'z1', playerId: 'ann' }
  running.enter(call)
  expect(read(board.layout)).toEqual({
    shown: ['tag', 'getPlayerState', 'z1', 'ann', ''],
    isNamed: true,
    isInHook: true,
  })
  running.leave()
  expect(read(board.layout)).toMatchObject({ isNamed: true, isInHook: false })
  running.engineWorks()
  expect(read(board.layout)).toEqual({
    shown: ['tag', 'getPlayerState', 'z1', 'ann', ''],
    isNamed: false,
    isInHook: false,
  })
  running.enter({ module: 'chess', hook: `queries.${'ü'.repeat(200)}`, zoneId: 'z2' })
  const { shown } = read(board.layout)
  expect(shown).toEqual(['chess', `queries.${'ü'.repeat(76)}`, 'z2', '', ''])
})
