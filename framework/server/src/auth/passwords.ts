import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Limits } from '@gridtick/engine/ports'

/** The cost of one hash: memory is 128 · N · r bytes, time grows with N · r · p. */
type ScryptCost = { readonly N: number; readonly r: number; readonly p: number }

/** What OWASP's password storage cheat sheet recommends where 32 MiB a hash are affordable. */
const defaultCost: ScryptCost = { N: 2 ** 15, r: 8, p: 3 }
const hashBytes = 32
const saltBytes = 16

export type Passwords = {
  /** The hash to store: with its parameters and salt, so that the cost can be raised later. */
  hash(password: string): Promise<string | 'overloaded'>
  /** Costs the same whether the password is right, wrong, or `hash` is undefined because nobody has that name. */
  verify(password: string, hash: string | undefined): Promise<boolean | 'overloaded'>
}

/**
 * Hashes passwords with scrypt. Each hash takes much memory and time by intent, so only `passwordHashesMax` run at once
 * and `passwordHashesWaitingMax` wait; beyond that the answer is `overloaded`.
 */
export function createPasswords(
  limits: Pick<Limits, 'passwordHashesMax' | 'passwordHashesWaitingMax'>,
  cost: ScryptCost = defaultCost,
): Passwords {
  const run = createBoundedRunner(limits.passwordHashesMax, limits.passwordHashesWaitingMax)
  const nobody: HashParts = { cost, salt: randomBytes(saltBytes), key: randomBytes(hashBytes) }
  return {
    hash: (password) =>
      run(async () => {
        const salt = randomBytes(saltBytes)
        return format({ cost, salt, key: await derive(password, salt, cost) })
      }),
    verify(password, hash) {
      const parts = hash === undefined ? nobody : parse(hash)
      return run(async () => timingSafeEqual(await derive(password, parts.salt, parts.cost), parts.key))
    },
  }
}

type HashParts = { readonly cost: ScryptCost; readonly salt: Buffer; readonly key: Buffer }

function format({ cost, salt, key }: HashParts): string {
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Throws on what `format` never made: such a row was not written by this server. */
function parse(hash: string): HashParts {
  const match = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash)
  const [, N, r, p, salt, key] = match ?? []
  const parts = { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: bytes(salt), key: bytes(key) }
  if (match === null || parts.key.length !== hashBytes) throw new Error('a stored password hash is unreadable')
  return parts
}

function bytes(text = ''): Buffer {
  return Buffer.from(text, 'base64url')
}

/** The same password typed on two keyboards may be composed differently; NFKC makes it the same bytes. */
function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.r * (cost.N + cost.p) }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** Runs at most `runningMax` tasks at once; at most `waitingMax` wait, in order; further ones are turned away. */
function createBoundedRunner(runningMax: number, waitingMax: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <Value>(task: () => Promise<Value>): Promise<Value | 'overloaded'> => {
    if (running < runningMax) running += 1
    else if (waiting.length < waitingMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else return 'overloaded'
    try {
      return await task()
    } finally {
      // The place is handed on, so that a newcomer cannot slip in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
