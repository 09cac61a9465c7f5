import { spawn } from 'node:child_process'
import { endWithThisProcess } from './child-program.ts'

/** Of what a failed command said, the end is shown. */
const shownCharacters = 4_000

/** Runs a command to its end. Rejects with what it said when it fails. */
export function runCommand(
  command: string,
  rest: readonly string[],
  { cwd }: { readonly cwd: string },
): Promise<string> {
  const child = spawn(command, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  endWithThisProcess(child)
  let said = ''
  const listen = (text: unknown) => {
    said += String(text)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve(said)
      reject(new Error(`${command} ${rest.join(' ')} failed in ${cwd}:\n${said.slice(-shownCharacters)}`))
    })
  })
}
