import { expect, test } from 'vitest'
import { size } from '../../lanes/size.ts'
import { StrategyGame, type StrategyName } from './play-strategies.ts'

const names: readonly StrategyName[] = ['settler', 'turtle', 'raider']

test('games of strategies end, none of them wins more than 60 %, and each wins some', () => {
  const games = size({ usual: 3, long: 200 })
  const turns = size({ usual: 25, long: 60 })
  const wins = new Map<string, number>()
  for (let index = 0; index < games; index++) {
    const four = [...names, names[index % names.length] as StrategyName]
    const winner = new StrategyGame(four, `balance ${index}`, { width: 24, height: 24, turns }).play() ?? 'nobody'
    wins.set(winner, (wins.get(winner) ?? 0) + 1)
  }
  expect([...wins.values()].reduce((sum, won) => sum + won, 0)).toBe(games)
  // A few games say little of the balance.
  if (games < 45) return
  for (const name of names) {
    expect(wins.get(name) ?? 0, name).toBeGreaterThan(0)
    expect((wins.get(name) ?? 0) / games, name).toBeLessThanOrEqual(0.6)
  }
})

test('what a strategy orders is accepted', () => {
  const played = new StrategyGame(['raider', 'turtle', 'settler', 'raider'], 'legal')
  for (let turn = 0; turn < 30; turn++) {
    const packets = played.packets()
    for (const [playerId, orders] of Object.entries(packets))
      expect(played.game.check(playerId, orders), `${playerId} in turn ${turn + 1}`).toEqual({ accepted: true })
    played.game.resolve(packets)
  }
})

test('a game plays the same again', () => {
  const play = () => {
    const played = new StrategyGame(['raider', 'settler'], 'again', { turns: 25 })
    played.play()
    return played.game.dump()
  }
  expect(play()).toBe(play())
})

test('a house is shown nothing of what others do unseen, in a whole game', () => {
  const config = { width: 24, height: 24, prestigeShown: false }
  const played = new StrategyGame(['settler', 'raider', 'turtle'], 'secret', config)
  let compared = 0
  for (let turn = 0; turn < 40; turn++) {
    const { game } = played
    const packets = played.packets()
    // In the other world the rivals are rich, and order nothing.
    const other = game.copy((entity) => {
      const isRival = entity.kind === 'house' && entity.ownerId !== 'a'
      return isRival ? { ...entity, data: { ...entity.data, treasury: 5_000 } } : entity
    })
    expect(other.view('a')).toEqual(game.view('a'))
    other.resolve({ a: packets.a })
    game.resolve(packets)
    // Where no rival can be seen in either world, there is nothing from which to learn of them.
    const isAlone = ({ entities }: ReturnType<typeof game.view>) =>
      entities.every(({ ownerId }) => ownerId === null || ownerId === 'a')
    if (!isAlone(game.view('a')) || !isAlone(other.view('a'))) continue
    compared += 1
    const told = ({ last }: typeof game) => last.events?.filter(({ to }) => to.playerIds?.includes('a'))
    expect(other.view('a').entities).toEqual(game.view('a').entities)
    expect(told(other)).toEqual(told(game))
    expect(other.last.summaries?.players?.a).toBe(game.last.summaries?.players?.a)
  }
  expect(compared).toBeGreaterThan(5)
})
