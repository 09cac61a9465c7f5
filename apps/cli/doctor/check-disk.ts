import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Check } from './check.ts'

const mebibyte = 1_048_576
/** Every tick is written: with less, a busy server soon has to stop. */
const enoughMebibytes = 1_024
const neededMebibytes = 100

/** Whether the disk of the database has room. */
export async function checkDisk(databasePath: string): Promise<Check> {
  let folder = dirname(databasePath)
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, bsize } = await statfs(folder)
  const free = (bavail * bsize) / mebibyte
  const message = `${free.toLocaleString('en', { maximumFractionDigits: 0 })} MiB are free for the database`
  const status = free >= enoughMebibytes ? 'good' : free >= neededMebibytes ? 'warning' : 'bad'
  const todo = 'Make room, or name a file on another disk in DATABASE_URL.'
  return status === 'good' ? { name: 'disk', status, message } : { name: 'disk', status, message, todo }
}
