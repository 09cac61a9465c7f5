/** What a test names. */

export const answer = 42
export const twice = async (value: number) => value * 2
export const game = { name: 'one', onTick: () => ({}) }
export const games = [game, { name: 'two', onTick: () => ({}) }]
