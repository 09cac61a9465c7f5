import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { createLaneReporter } from './tests/lanes/lane-reporter.ts'
import { filesOf, filesWithSizes, lanes } from './tests/lanes/lanes.ts'

/** The packages of this repository are read as they are written, without a build. */
const conditions = ['gridtick-source', ...defaultServerConditions]

export default defineConfig(({ mode }) => {
  // `npm run test:long`: the files that have a long size, with it.
  const isLong = mode === 'long'
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      execArgv: ['--conditions=gridtick-source'],
      projects: lanes.map((lane) => ({
        extends: true,
        test: {
          name: lane,
          ...(isLong ? { include: filesWithSizes(lane) } : filesOf(lane)),
          provide: { isLong },
          globalSetup: lane === 'fast' ? [] : ['tests/lanes/build-programs.ts'],
          setupFiles: lane === 'fast' ? [] : ['tests/lanes/end-file.setup.ts'],
          // No test measures how fast it is: the limits only end what hangs, on a busy machine too. Whole programs take
          // long to start there.
          testTimeout: isLong ? 1_800_000 : lane === 'programs' ? 120_000 : 40_000,
          // Files share what they import: reading all of it for each of them took longer than many of the tests.
          isolate: false,
          // For two cores. Tests of programs and browsers wait for a third of their time.
          maxWorkers: lane === 'fast' ? 2 : 3,
          sequence: { groupOrder: lanes.indexOf(lane) },
        },
      })),
      reporters: ['default', createLaneReporter()],
      hookTimeout: 60_000,
    },
  }
})
