import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** What tells a process from all others, also from a later one with the same number. */
export type ProcessIdentity = {
  readonly pid: number
  /** This start of the machine, and the space in which `pid` counts: a container has one of its own. */
  readonly machine: string
  /** When the process started, in words of the system; empty: the system does not say. */
  readonly startedAt: string
}

/** Of a process of this machine; by default of this one. */
export function identifyProcess(pid = process.pid): ProcessIdentity {
  return { pid, machine: thisMachine(), startedAt: startOf(pid) }
}

/** Whether it certainly runs now, here. Of a process of another machine nobody can know: false. */
export function isRunning({ pid, machine, startedAt }: ProcessIdentity): boolean {
  return machine === thisMachine() && startedAt !== '' && startOf(pid) === startedAt
}

function thisMachine(): string {
  if (process.platform !== 'linux') return process.platform
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return 'linux'
  }
}

/** Empty: there is no such process, or the system does not say. */
function startOf(pid: number): string {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim()
    // The name, in parentheses, may hold anything; the start is the 20th field behind it (proc(5), starttime).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
