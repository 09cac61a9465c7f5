import { expect, test } from 'vitest'
import { logExit } from '../../../framework/server/src/zones/thread/log-exit.ts'

test('[THREAD-4] a call of process.exit() is logged with its stack, and then does what it does', () => {
  const story: unknown[] = []
  const own = { exit: ((code: number) => story.push(code)) as never } as Pick<NodeJS.Process, 'exit'>
  logExit({ error: (fields) => void story.push(fields) }, own)
  own.exit(3)
  expect(story).toEqual([{ stack: expect.stringContaining('log-exit.test.ts') }, 3])
})
