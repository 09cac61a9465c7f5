import { createSite } from '../../console/create-site.ts'
import { findCompanion } from '../../console/find-companion.ts'
import type { LoadedModule } from '../../server/load-modules.ts'
import type { Check } from './check.ts'

const name = 'page'

/** Whether the web page and the screens of the modules can be made of their TypeScript. */
export async function checkPage(loaded: readonly LoadedModule[]): Promise<readonly Check[]> {
  const screens = loaded.flatMap(({ module, file }) => {
    const screen = findCompanion(file, 'screen')
    return screen === undefined ? [] : [{ module: module.name, file: screen }]
  })
  const failures: Check[] = []
  const site = createSite({
    screens,
    isDevelopment: false,
    onFailure: (module, message) =>
      failures.push({ name, status: 'bad', message: `The screen of ${module}: ${message}`, todo: 'Mend the file.' }),
  })
  try {
    await site.read('main.js')
  } catch (error) {
    const message = `It cannot be made: ${error instanceof Error ? error.message : String(error)}`
    return [{ name, status: 'bad', message, todo: 'Run npm ci; then the files in apps/console/page are at fault.' }]
  }
  const count = screens.length - failures.length
  return [{ name, status: 'good', message: `it is made, with ${count} screens of modules` }, ...failures]
}
