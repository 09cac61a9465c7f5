import type { GameModule } from 'gridtick'
import type { ModuleFiles } from '../../process/blame-error.ts'
import { fileOfNamed } from '../named.ts'
import type { ThreadOrders } from './thread-messages.ts'

/** The file of each module, so that a stack can be put down to one. Where the program does not know it, the file that is named. */
export function filesOfModules(
  modules: readonly Pick<GameModule, 'name'>[],
  orders: Pick<ThreadOrders, 'modules' | 'moduleFiles'>,
): ModuleFiles {
  const file = fileOfNamed(orders.modules)
  const ofNamed = file === undefined ? [] : modules.map(({ name }) => [name, file] as const)
  return new Map([...ofNamed, ...orders.moduleFiles])
}
