import type { Checkout } from './build-programs.ts'
import { startGridtick } from './start-gridtick.ts'
import type { TestBed } from './test-bed.ts'

/** Whether a server of a checkout takes the subprotocol `gridtick.v1.compact`. */
export async function speaksCompact(
  { node, pinning, load, tell }: Pick<TestBed, 'node' | 'pinning' | 'load' | 'tell'>,
  checkout: Checkout,
): Promise<boolean> {
  const server = await startGridtick(
    { checkout, node, before: pinning.server, tell },
    { sync: 'normal', liftsRates: false },
  )
  const speaks = await load.ask('speaksCompact', server.url)
  await server.stop()
  if (!speaks) tell(`${checkout.name} does not speak gridtick.v1.compact: its frames are JSON`)
  return speaks
}
