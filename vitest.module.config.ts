import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

const here = fileURLToPath(import.meta.url)
const conditions = ['gridtick-source', ...defaultServerConditions]

const isRun = process.argv.some((argument) => argument.endsWith('vitest.module.config.ts'))
if (isRun && !process.argv.some((argument) => argument === '--dir' || argument.startsWith('--dir=')))
  throw new Error('Name the folder of the module: npm run test:module -- --dir ../games/my-game')

/**
 * Runs the tests of a module that lies outside of this project, where no package is installed beside it: the framework,
 * zod and vitest are this project's. `npm run test:module -- --dir FOLDER`
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  plugins: [
    {
      name: 'gridtick-for-modules-elsewhere',
      enforce: 'pre',
      resolveId(source) {
        if (!/^(gridtick|@gridtick|vitest)(\/|$)|^zod$/.test(source)) return undefined
        return this.resolve(source, here, { skipSelf: true })
      },
    },
  ],
  test: { include: ['**/*.test.ts'], testTimeout: 40_000, execArgv: ['--conditions=gridtick-source'] },
})
