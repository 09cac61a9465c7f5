import { companionsOf } from '../../console/companions-of.ts'
import { makeSite } from '../../console/make-site.ts'
import type { LoadedModule } from '../../server/load-modules.ts'
import type { Check } from './check.ts'

const name = 'page'

/** Whether the web page and the screens of the modules can be made of their TypeScript. */
export async function checkPage(loaded: readonly LoadedModule[]): Promise<readonly Check[]> {
  const files = loaded.map(({ module, file }) => ({ name: module.name, file }))
  const screens = companionsOf('screen', files)
  let count = screens.length
  const failures: Check[] = []
  try {
    await makeSite({
      screens,
      bots: companionsOf('bot', files),
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
  } catch (error) {
    const message = `It cannot be made: ${error instanceof Error ? error.message : String(error)}`
    return [
      {
        name,
        status: 'bad',
        message,
        todo: 'Run npm ci. If that does not help, there is a mistake in the files of apps/console/page.',
      },
    ]
  }
  return [{ name, status: 'good', message: `it is made, with ${count} screens of modules` }, ...failures]
}
