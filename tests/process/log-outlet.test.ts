import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogOutlet } from '../../framework/server/src/process/log-outlet.ts'

/** An outlet into a pipe that holds so many bytes until somebody reads. */
function piped({ room, waitingBytesMax = 100 }: { room: number; waitingBytesMax?: number }) {
  const pipe = { room, text: '', isBroken: false }
  const outlet = createLogOutlet({
    waitingBytesMax,
    describeDropped: (count) => `dropped ${count}\n`,
    write(bytes) {
      if (pipe.isBroken) throw Object.assign(new Error('gone'), { code: 'EPIPE' })
      if (pipe.room === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' })
      const taken = bytes.subarray(0, pipe.room)
      pipe.room -= taken.length
      pipe.text += Buffer.from(taken).toString()
      return taken.length
    },
  })
  return { pipe, outlet }
}

test('[OBS-2] lines go out at once, and what does not fit waits in its order, cut in the middle or not', async () => {
  const { pipe, outlet } = piped({ room: 10 })
  for (const line of ['first\n', 'second\n', 'third\n']) outlet.write(line)
  expect(pipe.text).toBe('first\nseco')
  pipe.room = 1_000
  await sleep(200)
  outlet.write('fourth\n')
  expect(pipe.text).toBe('first\nsecond\nthird\nfourth\n')
  expect(outlet.dropped()).toBe(0)
})

test('[OBS-2] beyond the bound lines are dropped and counted, which is said once when it flows again', () => {
  const { pipe, outlet } = piped({ room: 0 })
  for (let line = 0; line < 1_000; line++) outlet.write(`line ${line}\n`)
  expect(outlet.dropped()).toBeGreaterThan(950)
  const { dropped } = outlet
  pipe.room = 10_000
  outlet.flush(100)
  outlet.write('after\n')
  expect(pipe.text).toMatch(new RegExp(`^line 0\nline 1\n[^]*\ndropped ${dropped()}\nafter\n$`))
})

test('[OBS-2] a reader that is gone for good costs lines, and nothing else; the end waits for nobody for long', () => {
  const { pipe, outlet } = piped({ room: 0 })
  outlet.write('waits\n')
  const startedAt = performance.now()
  outlet.flush(30)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(30)
  pipe.isBroken = true
  outlet.flush(30)
  outlet.write('lost\n')
  expect(outlet.dropped()).toBeGreaterThanOrEqual(2)
  expect(pipe.text).toBe('')
})
