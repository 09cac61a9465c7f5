import { type Ended, startProgram } from '../integration/start-program.ts'
import { asBuilt } from '../lanes/programs.ts'

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
  const { child, output, ended: exited } = startProgram(asBuilt('apps/cli/main.ts'), args, options)
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
