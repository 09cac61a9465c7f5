import { setTimeout as sleep } from 'node:timers/promises'
import { type Guest, type ServerAccess, ServerError } from '../server/server-access.ts'

/** While nobody answers, it is tried again after so long. */
const retryMs = 2_000

/** Signs players up, one after the other, as fast as the server wants guests. */
export type SignUpQueue = {
  /** Resolves when the player may play. Rejects only when it is all over. */
  signUp(displayName: string): Promise<Guest>
}

/** `tell` is told of waiting. When `signal` is aborted nobody is signed up any more. */
export function createSignUpQueue({
  access,
  tell,
  signal,
}: {
  readonly access: ServerAccess
  readonly tell: (text: string) => void
  readonly signal: AbortSignal
}): SignUpQueue {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const signUpPatiently = async (displayName: string): Promise<Guest> => {
    for (;;) {
      signal.throwIfAborted()
      const answer = await access.signUp(displayName).catch((error: unknown) => {
        if (!(error instanceof ServerError)) throw error
        return { waitMs: retryMs, detail: error.message }
      })
      if ('guest' in answer) return answer.guest
      const seconds = Math.ceil(answer.waitMs / 1_000)
      tell(`No new guest for ${seconds} s (${answer.detail}); ${waiting} wait to sign up.`)
      await sleep(answer.waitMs, undefined, { signal })
    }
  }

  return {
    signUp(displayName) {
      waiting += 1
      const guest = last
        .then(() => signUpPatiently(displayName))
        .finally(() => {
          waiting -= 1
        })
      last = guest.catch(() => {})
      return guest
    },
  }
}
