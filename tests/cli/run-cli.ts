import { vi } from 'vitest'
import { runProgram } from '../../apps/cli/run-program.ts'
import { type Ended, startProgram } from '../integration/start-program.ts'

export type CliRun = Ended

/** The program at work. */
export type CliProcess = {
  readonly exited: Promise<CliRun>
  /** Resolves with the first line of standard output for which the check is true. Rejects if the program ends before. */
  line(check: (line: string) => boolean): Promise<string>
  interrupt(): void
}

export type CliOptions = {
  readonly folder: string
  /** Over those of a program that knows no server and no user. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts the real program in a process of its own. No terminal: nothing is asked. */
export function startCli(args: readonly string[], options: CliOptions): CliProcess {
  const { child, output, ended: exited } = startProgram('apps/cli/main.ts', args, options)
  return {
    exited,
    line(check) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = output.stdout.split('\n').slice(0, -1).find(check)
          if (found !== undefined) resolve(found)
        }
        child.stdout?.on('data', look)
        look()
        void exited.then(({ code, stderr }) => reject(new Error(`It ended with ${code}.\n${stderr}`)))
      })
    },
    interrupt: () => void child.kill('SIGINT'),
  }
}

/** Runs the program to its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliRun> {
  return startCli(args, options).exited
}

let last: Promise<unknown> = Promise.resolve()

/** The same in this process, which is quicker, in the folder of the tests. One waits for the other: they share the output. */
export function runHere(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<CliRun> {
  const run = last.then(() => runInProcess(args, settings))
  last = run.catch(() => {})
  return run
}

async function runInProcess(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<CliRun> {
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

/** Whoever runs the tests may have settings of their own. */
const noSettings = { PORT: '', DEBUG_USER: '', DEBUG_PASSWORD: '', GRIDTICK_TOKEN: '', MODULES: '' }
