import type { Account } from './account.ts'
import { ApiError, callApi } from './api.ts'
import { askLogin } from './ask-login.ts'
import { freshToken } from './fresh-token.ts'
import { withLogin } from './with-login.ts'

export type { Account }

/** Each pane of the page is a player of its own. */
export type Seat = 'first' | 'second'

/**
 * The guest of a seat, or undefined where nobody sits or the token has expired. Kept by the browser, so that a reload, or
 * coming back tomorrow, is the same player.
 */
export function guestOf(seat: Seat): Account | undefined {
  const account = read(localStorage, guestKey(seat))
  return account !== undefined && Date.parse(account.expiresAt) > Date.now() ? account : undefined
}

/** Makes a new guest for a seat. Throws an ApiError. */
export async function seatGuest(seat: Seat, displayName: string): Promise<Account> {
  const name = displayName.trim()
  const account = await callApi<Account>('/v1/auth/guest', {
    method: 'POST',
    body: name === '' ? {} : { displayName: name },
  })
  keepGuest(seat, account)
  return account
}

/**
 * The token of a guest, as the server takes it: exchanged for a new one when less than half of its time is left, so that
 * whoever comes back now and then stays the same player.
 */
export function freshTokenOf(seat: Seat, guest: Account): Promise<string> {
  // Another tab may have exchanged it meanwhile.
  const kept = guestOf(seat)
  const account = kept?.playerId === guest.playerId ? kept : guest
  return freshToken({
    account,
    nowMs: Date.now(),
    onExchanged(fresh) {
      // Somebody else may have taken the seat meanwhile.
      if (guestOf(seat)?.playerId === fresh.playerId) keepGuest(seat, fresh)
    },
  })
}

function keepGuest(seat: Seat, account: Account): void {
  localStorage.setItem(guestKey(seat), JSON.stringify(account))
}

export function forgetGuest(seat: Seat): void {
  localStorage.removeItem(guestKey(seat))
}

/** The debug user of this tab, if somebody logged in. It ends with the tab. */
export function debugAccount(): Account | undefined {
  return read(sessionStorage, debugKey())
}

/** Ends the login that the server no longer takes. One that was given since stays: an answer may come late. */
export function endLogin(token: string): void {
  if (debugAccount()?.token === token) logOut()
}

export function logOut(): void {
  sessionStorage.removeItem(debugKey())
  dispatchEvent(new Event('gridtick:login'))
}

/**
 * Does something as the debug user: asks for the login where there is none, or where it has expired, and goes on.
 * Rejects with what `work` threw, or with a `cancelled` ApiError when the login was not given.
 */
export function asDebug<Value>(work: (token: string) => Promise<Value>): Promise<Value> {
  return withLogin({ token: () => debugAccount()?.token, logIn, end: endLogin, work })
}

const notLoggedIn =
  "Only the debug user may do that. Try again and log in: the name and password are in the server's .env file."

/** Asks for the login. Returns its token. */
async function logIn(why?: string): Promise<string> {
  const account = await askLogin({
    why,
    logIn: async (credentials) => {
      const known = await callApi<Account>('/v1/auth/login', { method: 'POST', body: credentials })
      if (known.role === 'debug') return known
      throw new ApiError({ status: 403, code: 'forbidden', message: 'This is a player, not the debug user.' })
    },
  })
  if (account === undefined) throw new ApiError({ status: 0, code: 'cancelled', message: notLoggedIn })
  sessionStorage.setItem(debugKey(), JSON.stringify(account))
  dispatchEvent(new Event('gridtick:login'))
  return account.token
}

const guestKey = (seat: Seat) => storedName(`gridtick.guest.${seat}`)
const debugKey = () => storedName('gridtick.debug')

/**
 * A name in the browser's store, for the server that served this page alone. Servers at several paths of one host share the
 * store, and the players of one are strangers to the others.
 */
function storedName(name: string): string {
  return location.pathname === '/' ? name : `${name} ${location.pathname}`
}

/** What somebody else wrote into the store, or an older version of this page, counts as nothing. */
function read(store: Storage, key: string): Account | undefined {
  try {
    const account: unknown = JSON.parse(store.getItem(key) ?? 'null')
    return isAccount(account) ? account : undefined
  } catch {
    return undefined
  }
}

function isAccount(value: unknown): value is Account {
  return typeof value === 'object' && value !== null && 'token' in value && 'playerId' in value
}
