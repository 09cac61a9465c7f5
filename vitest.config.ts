import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** The packages of this repository are read as they are written, without a build. */
const conditions = ['gridtick-source', ...defaultServerConditions]

import { createLaneReporter } from './tests/lanes/lane-reporter.ts'
import { filesOf, lanes } from './tests/lanes/lanes.ts'

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    execArgv: ['--conditions=gridtick-source'],
    projects: lanes.map((lane) => ({ extends: true, test: { name: lane, ...filesOf(lane) } })),
    reporters: ['default', createLaneReporter()],
    // No test measures how fast it is: the limits only end what hangs, on a busy machine too.
    testTimeout: 40_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
