import { spawnSync } from 'node:child_process'
import { defineModule } from 'gridtick'
import { z } from 'zod'

/** Waits in native code, where nothing in the same thread stops it. */
function wait(ms: number): void {
  spawnSync('sleep', [String(ms / 1_000)])
}

/** Turns for ever, and never looks back. */
export function spinForEver(): void {
  for (;;);
}

/** What one tick takes of a hoard: to fill memory takes its time, and a hook has a limit. */
const mbATick = 50
const hoard: Buffer[] = []
let mbToHoard = 0

function hoardMore(): void {
  if (hoard.length * mbATick < mbToHoard) hoard.push(Buffer.alloc(mbATick * 1_048_576, 1))
}

/** Holds the server, in a hook or in what it starts in one. */
export const holder = defineModule({
  name: 'holder',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { thing: z.strictObject({}) },
  intents: {
    act: z.strictObject({}),
    wait: z.strictObject({ ms: z.int() }),
    timer: z.strictObject({}),
    log: z.strictObject({ lines: z.int() }),
    hoard: z.strictObject({ mb: z.int() }),
    view: z.strictObject({}),
  },
  state: z.strictObject({ holdsViews: z.boolean() }),
  schedule: { kind: 'interval', everyMs: 20 },

  createZone: () => ({ create: [{ kind: 'thing', x: 0, y: 0, data: {} }], state: { holdsViews: false } }),
  onTick({ intents, log }) {
    for (const { type, payload } of intents) {
      if (type === 'wait') wait(payload.ms)
      if (type === 'log') for (let line = 0; line < payload.lines; line++) log.error('x'.repeat(1_000))
      if (type === 'hoard') mbToHoard += payload.mb
      if (type === 'timer') setTimeout(spinForEver, 100)
    }
    hoardMore()
    return intents.some(({ type }) => type === 'view') ? { state: { holdsViews: true } } : {}
  },
  getPlayerState({ base }) {
    if (base.state.holdsViews) wait(8_000)
    return { entities: [] }
  },
})
