import { renderTable } from '../table.ts'
import type { Chapter } from './chapter.ts'
import { type GuardFigures, measureGuard } from './measure-guard.ts'

const notes = `The same ticks in memory, with and without the guard by turns, in the process that drives: processor time, small zones with one
player each, no disk, no sockets.`

export const guard: Chapter = {
  name: 'guard',
  about: 'what the time limit of module code costs a tick; of this checkout, from its sources',
  async run({ isQuick, tell }) {
    tell('guard')
    const all = await measureGuard(isQuick ? [1, 20] : [1, 500])
    const row = (name: string, value: (figures: GuardFigures) => string) => [name, ...all.map(value)]
    const table = renderTable(
      row('the guard', ({ zones }) => `${zones} zones`),
      [
        row('a tick without it, µs', ({ plainMicroseconds }) => plainMicroseconds.toFixed(1)),
        row('a tick with it, µs', ({ guardedMicroseconds }) => guardedMicroseconds.toFixed(1)),
        row('its cost, µs', (one) => (one.guardedMicroseconds - one.plainMicroseconds).toFixed(1)),
        row('slices a beat', ({ slicesPerBeat }) => slicesPerBeat.toFixed(1)),
      ],
    )
    return [table, notes]
  },
}
