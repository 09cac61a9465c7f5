import { vi } from 'vitest'
import { runProgram } from '../../apps/cli/run-program.ts'

/** What the program said, and how it would have ended. */
type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

let last: Promise<unknown> = Promise.resolve()

/** Runs the program to its end in this process, in the folder of the tests. One waits for the other: they share the output. */
export function runHere(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ended> {
  const run = last.then(() => runInProcess(args, settings))
  last = run.catch(() => {})
  return run
}

async function runInProcess(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ended> {
  const output = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += String(text)
      return true
    }),
  )
  for (const [name, value] of Object.entries({ ...noSettings, ...settings })) vi.stubEnv(name, value)
  const before = process.exitCode
  process.exitCode = 0
  try {
    await runProgram(args)
    return { code: Number(process.exitCode), ...output }
  } finally {
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
    vi.unstubAllEnvs()
  }
}

/** The person who runs the tests may have settings of their own. */
const noSettings = { PORT: '', DEBUG_USER: '', DEBUG_PASSWORD: '', GRIDTICK_TOKEN: '', MODULES: '' }
