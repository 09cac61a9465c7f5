import { once } from 'node:events'
import { expect, test } from 'vitest'
import { freshFolder } from '../integration/server-process.ts'
import { startProgram } from '../integration/start-program.ts'

const folder = freshFolder()

test.each([
  ['stdout', ['--help']],
  ['stderr', ['no-such-command']],
] as const)('whoever reads %s has gone: it ends without a word, as for head', async (stream, args) => {
  const { child } = startProgram('apps/cli/main.ts', args, { folder })
  child[stream]?.destroy()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})
