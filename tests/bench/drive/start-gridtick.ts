import type { GridtickCalls, Served, ServeRequest } from '../measured/gridtick-server.ts'
import type { Checkout } from './build-programs.ts'
import { type ChildProgram, startProgram } from './child-program.ts'
import { createDatabaseFolder } from './database-folder.ts'
import { atEnd } from './on-interrupt.ts'

/** Making many zones takes this long at the most. */
const serveWithinMs = 1_800_000

export type GridtickServer = Served & {
  readonly program: ChildProgram<GridtickCalls>
  /** The database goes with it, unless it was named. */
  stop(): Promise<void>
}

/** Starts a server of a checkout with a new database, or with the one that is named. */
export async function startGridtick(
  {
    checkout,
    node,
    before,
    tell,
  }: {
    readonly checkout: Checkout
    readonly node: string
    readonly before: readonly string[]
    readonly tell: (text: string) => void
  },
  { database, ...request }: Omit<ServeRequest, 'database'> & { readonly database?: string },
): Promise<GridtickServer> {
  const folder = database === undefined ? await createDatabaseFolder() : undefined
  if (folder) atEnd(folder.remove)
  const program = startProgram<GridtickCalls>({
    ...{ before, node, tell },
    arguments: [checkout.server],
    cwd: checkout.folder,
  })
  const served = await program.ask('serve', { ...request, database: database ?? folder?.path ?? '' }, serveWithinMs)
  return {
    ...served,
    program,
    async stop() {
      await program.ask('stop')
      await program.end()
      await folder?.remove()
    },
  }
}
