import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AnswerOf, Asked, Calls, RequestOf, Told } from './calls.ts'

/** A call that takes longer has hung. */
const answerWithinMs = 60_000
/** A program that was told to end and has not by then is killed. */
const endWithinMs = 10_000

export type ChildProgram<Program extends Calls> = {
  /** Rejects when the call failed, when the program ended, and when no answer came in time. */
  ask<Name extends keyof Program & string>(
    name: Name,
    ...request: undefined extends RequestOf<Program, Name> ? [] : [RequestOf<Program, Name>, withinMs?: number]
  ): Promise<AnswerOf<Program, Name>>
  end(): Promise<void>
}

export type ProgramOptions = {
  /** What stands before the program, as `taskset -c 0`. */
  readonly before: readonly string[]
  readonly node: string
  readonly arguments: readonly string[]
  readonly cwd: string
  readonly tell: (text: string) => void
}

const running = new Set<ChildProcess>()

/** Starts a program that answers calls. It ends with this process, however this one ends. */
export function startProgram<Program extends Calls>(options: ProgramOptions): ChildProgram<Program> {
  const [command = options.node, ...rest] = [...options.before, options.node, ...options.arguments]
  const child = spawn(command, rest, { cwd: options.cwd, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  running.add(child)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => resolve())
  }).finally(() => running.delete(child))
  return {
    ask: (name, ...[request, withinMs = answerWithinMs]) =>
      ask(child, { name, request }, withinMs, options.tell) as never,
    async end() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** For a program that does not answer calls, as the bots do not: it, too, ends with this process. */
export function endWithThisProcess(child: ChildProcess): void {
  running.add(child)
  child.once('exit', () => running.delete(child))
}

/** Kills what is still running. The benchmark was interrupted, or failed. */
export async function endAllPrograms(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }),
  )
}

function ask(
  child: ChildProcess,
  asked: Asked,
  withinMs: number,
  tellProgress: (text: string) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      child.off('error', onError)
      act()
    }
    const onMessage = (told: Told) => {
      if (told.kind === 'progress') return tellProgress(told.text)
      settle(() => (told.kind === 'answer' ? resolve(told.value) : reject(new Error(told.message))))
    }
    const onExit = () => settle(() => reject(new Error(`The program ended before it answered "${asked.name}".`)))
    const onError = (error: Error) => settle(() => reject(error))
    const timer = setTimeout(
      () => settle(() => reject(new Error(`"${asked.name}" was not answered within ${withinMs / 1_000} s.`))),
      withinMs,
    )
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.on('error', onError)
    child.send(asked, (error) => error && onError(error))
  })
}
