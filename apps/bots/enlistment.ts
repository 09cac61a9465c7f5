import { setTimeout as sleep } from 'node:timers/promises'
import { createBackOff } from './back-off.ts'
import { type Guest, ServerError, signUp } from './server-api.ts'

/** Signs captains up, one after the other, as fast as the server wants guests. */
export type Enlistment = {
  /** Resolves when the captain may play. Rejects only when it is all over. */
  enlist(displayName: string): Promise<Guest>
}

export function createEnlistment({
  url,
  tell,
  signal,
}: {
  readonly url: string
  readonly tell: (text: string) => void
  readonly signal: AbortSignal
}): Enlistment {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const signUpPatiently = async (displayName: string): Promise<Guest> => {
    const backOff = createBackOff()
    for (;;) {
      signal.throwIfAborted()
      const answer = await signUp(url, displayName).catch((error: unknown) => {
        if (!(error instanceof ServerError)) throw error
        return { waitMs: backOff.nextMs(), detail: error.message }
      })
      if ('guest' in answer) return answer.guest
      const seconds = Math.ceil(answer.waitMs / 1_000)
      tell(`No new guest for ${seconds} s (${answer.detail}); ${waiting} wait to sign up.`)
      await sleep(answer.waitMs, undefined, { signal })
    }
  }

  return {
    enlist(displayName) {
      waiting += 1
      const guest = last.then(() => signUpPatiently(displayName)).finally(() => (waiting -= 1))
      last = guest.catch(() => {})
      return guest
    },
  }
}
