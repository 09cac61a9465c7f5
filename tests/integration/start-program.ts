import { type ChildProcess, spawn } from 'node:child_process'
import { atFileEnd } from '../lanes/file-end.ts'

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type Program = {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  readonly ended: Promise<Ended>
}

/**
 * Starts one of the project's programs (by what `asBuilt` or `asWritten` answers) in a folder, with these settings and no
 * others. No terminal: nothing is asked. Ended with the tests of the file, if not before.
 */
export function startProgram(
  program: readonly string[],
  args: readonly string[],
  { folder, settings = {} }: { readonly folder: string; readonly settings?: Readonly<Record<string, string>> },
): Program {
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  atFileEnd(() => child.kill('SIGKILL'))
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, ...output }))
  })
  return { child, output, ended }
}
