import { defineConfig } from 'vitest/config'
import { createLaneReporter } from './tests/lanes/lane-reporter.ts'
import { filesOf, lanes } from './tests/lanes/lanes.ts'

export default defineConfig({
  test: {
    projects: lanes.map((lane) => ({ extends: true, test: { name: lane, ...filesOf(lane) } })),
    reporters: ['default', createLaneReporter()],
    // No test measures how fast it is: the limits only end what hangs, on a busy machine too.
    testTimeout: 40_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
