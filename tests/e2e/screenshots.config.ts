import { defineConfig } from 'vitest/config'

/** The pictures of the READMEs are taken by hand, by `npm run screenshots`, and not with the tests. */
export default defineConfig({
  test: {
    include: ['tests/e2e/take-screenshots.ts'],
    testTimeout: 120_000,
    globalSetup: ['tests/lanes/build-programs.ts'],
    setupFiles: ['tests/lanes/end-file.setup.ts'],
  },
})
