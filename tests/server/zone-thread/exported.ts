import { defineModule } from 'gridtick'
import { z } from 'zod'

/** What a test names. */

export const answer = 42
export const twice = async (value: number) => value * 2
export const game = defineGame('one')
export const games = [game, defineGame('two')]
export const broken = { ...game, onTik: game.onTick }

function defineGame(name: string) {
  return defineModule({
    name,
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({}),
    entities: {},
    intents: {},
    schedule: { kind: 'onDemand' },
    createZone: () => ({}),
    onTick: () => ({}),
    getPlayerState: () => ({ entities: [] }),
  })
}
