import type { Checkout } from '../drive/build-programs.ts'
import { type ChildProgram, startProgram } from '../drive/child-program.ts'
import type { Started } from '../drive/measure-run.ts'
import type { Pinning } from '../drive/pinning.ts'
import { startGridtick } from '../drive/start-gridtick.ts'
import type { Encoding } from '../load/join-gridtick.ts'
import type { Window } from '../measured/window.ts'
import { type Case, everyMs, hz, sight } from './cases.ts'
import type { Node } from './install-colyseus.ts'

/** One of those that are compared: a server, as it is started for a case. */
export type Side = {
  readonly name: string
  start(world: Case): Promise<Started>
}

type Surroundings = { readonly node: Node; readonly pinning: Pinning; readonly tell: (text: string) => void }

type ColyseusCalls = {
  serve(options: object): Promise<{ readonly url: string; readonly room: string }>
  take(): Window
  stop(): Promise<void>
}

/** Colyseus as it ships: what it knows is in memory only. */
export function colyseusSide(
  program: { readonly server: string; readonly folder: string },
  { node, pinning, tell }: Surroundings,
): Side {
  return {
    name: 'Colyseus, memory only',
    async start({ entities, side }) {
      const child: ChildProgram<ColyseusCalls> = startProgram({
        before: pinning.server,
        node: node.path,
        arguments: [program.server],
        cwd: program.folder,
        tell,
      })
      const { url, room } = await child.ask('serve', { entities, side, sight, hz })
      return {
        game: { kind: 'colyseus', url, room },
        take: () => child.ask('take'),
        stop: () => child.end(),
      }
    },
  }
}

/** Gridtick as it ships: every tick on the disk before it is shown, and nobody shown more than they may see. */
export function gridtickSide(
  { checkout, encoding, name }: { readonly checkout: Checkout; readonly encoding: Encoding; readonly name: string },
  { node, pinning, tell }: Surroundings,
): Side {
  return {
    name,
    async start({ entities, side }) {
      const server = await startGridtick(
        { checkout, node: node.path, before: pinning.server, tell },
        {
          sync: 'full',
          liftsRates: false,
          zones: { module: 'crowd', count: 1, config: { entities, width: side, height: side, sight }, everyMs },
        },
      )
      const { url, zoneIds } = server
      return {
        game: { kind: 'gridtick', url, zoneIds, watches: 'one', encoding, intent: 'move' },
        take: () => server.program.ask('take'),
        stop: () => server.stop(),
      }
    },
  }
}
