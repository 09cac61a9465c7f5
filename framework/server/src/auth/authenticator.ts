import { randomInt } from 'node:crypto'
import type { AccountStorage, Clock, LimitName, Limits, Logger } from '@gridtick/engine/ports'
import type { Refused } from '@gridtick/protocol/codes'
import { v7 as newId } from 'uuid'
import { createRareNotes } from '../requests/note-rarely.ts'
import { createDebugUser, type DebugUser } from './debug-user.ts'
import type { Identity } from './identity.ts'
import { createLoginLimits } from './login-limits.ts'
import type { Passwords } from './passwords.ts'
import { createTokens, type TokenSubject } from './tokens.ts'

/** An identity with a fresh token. `expiresAt` is ms since the epoch. */
export type Session = Identity & { readonly token: string; readonly expiresAt: number }

export type SessionAnswer =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly refused: Refused }

type Credentials = { readonly username: string; readonly password: string }

/** Calls may reject with a StorageError where an account must be looked up. */
export type Authenticator = {
  /** A new player without a password: whoever has the token is that player. */
  guest(displayName?: string): Promise<Session>
  /** Refused: `username_taken`, `overloaded`. The name must be lower case. */
  register(credentials: Credentials): Promise<SessionAnswer>
  /** Refused: `unauthenticated`, `rate_limited`, `overloaded`. */
  login(attempt: Credentials & { readonly address: string; readonly isThisMachine: boolean }): Promise<SessionAnswer>
  /** A new token with the full lifetime, for somebody who has one. */
  refresh(identity: Identity): Promise<Session>
  /** Who a token names; undefined if it is bad, expired, or made void by a change of settings. Never rejects. */
  verifyToken(token: string): Promise<(Identity & { readonly expiresAt: number }) | undefined>
  /** Keys that the login limits remember now. */
  rateLimitKeys(): number
}

export function createAuthenticator(options: {
  /** Signs the tokens; at least 32 bytes. */
  readonly secret: string
  readonly debugUser?: { readonly name: string; readonly password: string } | undefined
  readonly accounts: AccountStorage
  readonly passwords: Passwords
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
  readonly limits: Limits
  readonly logger: Pick<Logger, 'warn'>
}): Authenticator {
  const { accounts, passwords, clock, secret } = options
  const tokens = createTokens({ secret, now: clock.now })
  const debugUser = options.debugUser && createDebugUser({ ...options.debugUser, secret })
  const loginLimits = createLoginLimits(options.limits)
  const note = createRareNotes<LimitName>(options)

  async function startSession(identity: Identity): Promise<Session> {
    const { playerId, displayName, role } = identity
    const binding = role === 'debug' && debugUser !== undefined ? { binding: debugUser.binding } : {}
    return { playerId, displayName, role, ...(await tokens.issue({ playerId, displayName, role, ...binding })) }
  }

  /** Whose credentials these are. The debug user comes first, so no account of that name can stand in its way. */
  async function findIdentity({ username, password }: Credentials): Promise<Identity | 'nobody' | 'overloaded'> {
    const isDebugName = debugUser?.isNamed(username) ?? false
    const account = isDebugName ? undefined : await accounts.findAccount(username)
    // Always hashed, even where the answer is known: the time taken must not tell which names exist.
    const isRight = await passwords.verify(password, account?.passwordHash)
    if (isRight === 'overloaded') return 'overloaded'
    if (debugUser !== undefined && isDebugName)
      return debugUser.hasPassword(password) ? debugIdentity(debugUser) : 'nobody'
    if (account === undefined || !isRight) return 'nobody'
    return { playerId: account.playerId, displayName: account.displayName, role: 'player' }
  }

  return {
    guest: (displayName = `guest-${randomInt(10_000, 100_000)}`) =>
      startSession({ playerId: newId(), displayName, role: 'player' }),

    async register({ username, password }) {
      const isTaken = debugUser?.isNamed(username) || (await accounts.findAccount(username)) !== undefined
      if (isTaken) return refusal('username_taken', 'This username is taken.')
      const passwordHash = await passwords.hash(password)
      if (passwordHash === 'overloaded') return overloaded
      const account = { playerId: newId(), username, displayName: username, passwordHash, createdAt: clock.now() }
      const { accountsMax } = options.limits
      const created = await accounts.createAccount(account, accountsMax)
      if (created === 'taken') return refusal('username_taken', 'This username is taken.')
      if (created === 'full')
        return refusal('overloaded', `There are ${accountsMax} accounts, and no more are taken (accountsMax).`)
      return {
        ok: true,
        session: await startSession({ playerId: account.playerId, displayName: username, role: 'player' }),
      }
    },

    async login({ address, isThisMachine, password, ...credentials }) {
      const username = credentials.username.toLowerCase()
      const taken = await loginLimits.take({ username, address, isThisMachine })
      if (!taken.ok) {
        const { limit, retryAfterMs } = taken
        // Not the name: somebody may have typed a password there.
        note(limit, { limit, address, isDebugUser: debugUser?.isNamed(username) ?? false }, guessing)
        return refusal('rate_limited', tooManyFailures[limit] ?? tooManyFromHere, { retryAfterMs })
      }
      let found: Identity | 'nobody' | 'overloaded' = 'overloaded'
      try {
        found = await findIdentity({ username, password })
      } finally {
        // Only a wrong password counts: neither success nor trouble of ours.
        await taken.end(found === 'nobody' ? 'wrong' : found === 'overloaded' ? 'undecided' : 'good')
      }
      if (found === 'overloaded') return overloaded
      if (found === 'nobody') return refusal('unauthenticated', 'Username or password is wrong.')
      return { ok: true, session: await startSession(found) }
    },

    refresh: startSession,

    async verifyToken(token) {
      const subject = await tokens.read(token)
      if (subject === undefined || (subject.role === 'debug' && !isStillDebug(subject, debugUser))) return undefined
      const { playerId, displayName, role, expiresAt } = subject
      return { playerId, displayName, role, expiresAt }
    },

    rateLimitKeys: loginLimits.size,
  }
}

const overloaded = refusal('overloaded', 'Too many logins at the moment. Try again soon.', { retryAfterMs: 1_000 })

const tooManyFromHere = 'Too many failed logins from here. Try again later.'
const tooManyFailures: { readonly [Name in LimitName]?: string } = {
  loginFailuresPerAccountPerHour:
    'Too many failed logins with this name. Log in from where you did before, or try again later.',
}
const guessing =
  'a login was refused without a look at its password: too many were wrong before. Somebody may be guessing. An account still gets in from where it logged in before, and from this machine'

function refusal(code: string, message: string, more: { readonly retryAfterMs?: number } = {}) {
  return { ok: false, refused: { code, message, ...more } } as const
}

function debugIdentity({ playerId, displayName }: DebugUser): Identity {
  return { playerId, displayName, role: 'debug' }
}

/** The token alone does not make anybody an operator: the settings must name them still, with the same password. */
function isStillDebug(subject: TokenSubject, debugUser: DebugUser | undefined): boolean {
  return debugUser !== undefined && subject.playerId === debugUser.playerId && subject.binding === debugUser.binding
}
