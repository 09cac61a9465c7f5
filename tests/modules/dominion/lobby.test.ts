import { expect, test } from 'vitest'
import { beginGame, PlayedGame } from './played-game.ts'

test('a game waits in its lobby, and begins when all seats are taken', () => {
  const game = new PlayedGame({ houses: 3 }, 'lobby').join('a', 'b')
  expect([game.phase, game.state.phase]).toEqual(['waiting', 'lobby'])
  expect(game.view('a').extras.houses.map(({ name }) => name)).toEqual(['House a', 'House b'])
  expect(game.view('a').entities.map(({ kind }) => kind)).toEqual(['house'])
  game.join('c')
  expect([game.phase, game.state.phase]).toEqual(['open', 'playing'])
  expect(game.of('a', 'colony')).toHaveLength(1)
  expect(game.of('a', 'fleet')).toHaveLength(4)
})

test('it begins without those who are missing when all are ready, but not for one alone', () => {
  const game = new PlayedGame({ houses: 4 }, 'ready').join('a')
  game.intent('a', 'ready', { ready: true })
  expect(game.phase).toBe('waiting')
  game.join('b')
  expect(game.phase).toBe('waiting')
  game.intent('b', 'ready', { ready: true })
  expect(game.phase).toBe('open')
  expect(game.intent('b', 'ready', { ready: true }).refuse).toMatchObject([{ code: 'not_in_lobby' }])
})

test('who leaves the lobby gives the seat back', () => {
  const game = new PlayedGame({ houses: 2 }, 'leave').join('a')
  game.leave('a')
  expect(game.view('b').extras.houses).toEqual([])
  game.join('b', 'c')
  expect(game.phase).toBe('open')
})

test('who surrenders or leaves is out, with all that was theirs; the last one wins', () => {
  const game = beginGame(3)
  expect(game.intent('a', 'surrender').events).toMatchObject([
    { event: 'ledger', to: { playerIds: ['a'] } },
    { event: 'chronicle', payload: { eliminated: ['a'] } },
  ])
  expect(game.of('a', 'fleet').concat(game.of('a', 'colony'))).toEqual([])
  expect(game.intent('a', 'surrender').refuse).toMatchObject([{ code: 'not_playing' }])
  expect(game.result).toBeUndefined()
  game.leave('b')
  expect(game.result).toMatchObject({ winner: 'c' })
})

test('what is said is for all', () => {
  const game = beginGame(2)
  expect(game.intent('a', 'say', { text: 'Hello' }).events).toEqual([
    { event: 'said', payload: { from: 'a', text: 'Hello' }, to: { kind: 'everyone' } },
  ])
})
