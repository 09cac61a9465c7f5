import { expect, test } from 'vitest'
import { CommandError } from '../../apps/cli/command-error.ts'
import { exitCodes } from '../../apps/cli/exit-codes.ts'
import { followLog } from '../../apps/cli/log/follow-log.ts'
import type { LogEntry, LogPage } from '../../apps/cli/log/log-entry.ts'

const page = (seqs: readonly number[], nextSeq: number): LogPage => ({
  entries: seqs.map((seq) => ({ seq }) as LogEntry),
  nextSeq,
})

/** Follows a log whose server answers with these, one after the other; the reader goes when there is nothing more. */
async function follow(...answers: readonly (LogPage | Error)[]) {
  const printed: number[] = []
  const notices: string[] = []
  const asked: number[] = []
  const reader = new AbortController()
  await followLog({
    fromSeq: 5,
    limit: 2,
    async read(fromSeq) {
      asked.push(fromSeq)
      const answer = answers[asked.length - 1]
      if (asked.length >= answers.length) reader.abort()
      if (answer instanceof Error) throw answer
      return answer ?? page([], fromSeq)
    },
    print: async (entries) => void printed.push(...entries.map(({ seq }) => seq)),
    notice: (text) => notices.push(text),
    signal: reader.signal,
    askMs: 1,
  })
  return { printed, notices, asked }
}

const away = new CommandError(exitCodes.unreachable, 'No server answers.')
const busy = new CommandError(exitCodes.failed, 'The server stops.', { code: 'shutting_down', retryAfterMs: 1 })

test('each entry is printed once, and reading goes on behind it', async () => {
  const { printed, asked } = await follow(page([5, 6], 7), page([9], 10), page([], 10), page([10], 11))
  expect(printed).toEqual([5, 6, 9, 10])
  expect(asked).toEqual([5, 7, 10, 10])
})

test('a server that is restarted is waited for, with one word each time', async () => {
  const { printed, notices, asked } = await follow(page([5], 6), busy, away, away, page([6], 7), away, page([7], 8))
  expect(printed).toEqual([5, 6, 7])
  expect(asked).toEqual([5, 6, 6, 6, 6, 7, 7])
  expect(notices).toEqual([
    'The server stops. Asking again until there is an answer …',
    'No server answers. Asking again until there is an answer …',
  ])
})

test('what waiting does not mend ends it', async () => {
  const gone = new CommandError(exitCodes.notFound, 'There is no such zone.')
  await expect(follow(page([5], 6), gone, page([], 6))).rejects.toBe(gone)
  const fault = new Error('a fault of ours')
  await expect(follow(fault, page([], 6))).rejects.toBe(fault)
})
