import { createSite } from '../../console/create-site.ts'
import { type Companion, findCompanion } from '../../console/find-companion.ts'
import type { LoadedModule } from '../../server/load-modules.ts'
import type { Check } from './check.ts'

const name = 'page'

/** Whether the web page and the screens of the modules can be made of their TypeScript. */
export async function checkPage(loaded: readonly LoadedModule[]): Promise<readonly Check[]> {
  const companions = (companion: Companion) =>
    loaded.flatMap(({ module, file }) => {
      const found = findCompanion(file, companion)
      return found === undefined ? [] : [{ module: module.name, file: found }]
    })
  const screens = companions('screen')
  let count = screens.length
  const failures: Check[] = []
  const site = createSite({
    screens,
    bots: companions('bot'),
    isDevelopment: false,
    onFailure(module, message, companion) {
      if (companion === 'screen') count -= 1
      failures.push({
        name,
        status: 'bad',
        message: `The ${companion} of ${module}: ${message}`,
        todo: 'Fix the file.',
      })
    },
  })
  try {
    await site.read('main.js')
  } catch (error) {
    const message = `It cannot be made: ${error instanceof Error ? error.message : String(error)}`
    return [{ name, status: 'bad', message, todo: 'Run npm ci; then the files in apps/console/page are at fault.' }]
  }
  return [{ name, status: 'good', message: `it is made, with ${count} screens of modules` }, ...failures]
}
