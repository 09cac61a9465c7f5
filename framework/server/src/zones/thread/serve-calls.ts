import { toZoneFault } from '@gridtick/engine/ports'
import type { ZoneHalf } from '../zone-half.ts'
import type { FromZones, ThreadAnswer, ThreadArgument, ThreadCallName, ToZones } from './thread-messages.ts'

type Served = {
  readonly [Name in ThreadCallName]: (
    argument: ThreadArgument<Name>,
  ) => ThreadAnswer<Name> | Promise<ThreadAnswer<Name>>
}

/** Carries out what is asked of the zones beside the link, and answers each call once. */
export function serveCalls(
  half: ZoneHalf & { largestZones(): readonly object[] },
  post: (message: FromZones) => void,
): (ask: Extract<ToZones, { t: 'ask' }>) => void {
  const { accounts } = half
  const served: Served = {
    begin: () => half.begin(),
    noteUrl: (url) => half.noteUrl(url),
    drain: () => half.drain(),
    settle: () => half.settle(),
    close: () => half.close(),
    storageWaiting: () => half.storageWaiting(),
    largestZones: () => half.largestZones(),
    createAccount: ({ account, accountsMax }) => accounts.createAccount(account, accountsMax),
    findAccount: (username) => accounts.findAccount(username),
  }
  return ({ id, name, argument }) => {
    const done = new Promise((resolve) => resolve(served[name](argument as never)))
    done.then(
      (value) => post({ t: 'answer', id, value }),
      (error: unknown) => post({ t: 'failed', id, fault: toZoneFault(error) }),
    )
  }
}
