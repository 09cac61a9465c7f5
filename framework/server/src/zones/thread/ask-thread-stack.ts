import inspector from 'node:inspector'

type Frame = { readonly name: string; readonly url: string }
type CallFrame = inspector.Debugger.CallFrame
/** What a thread says about itself: the answer to a command, or an event. */
type Told = { readonly method?: string; readonly params?: { scriptId: string; url: string; callFrames: CallFrame[] } }

/** A thread that is in a loop without calls may miss a request to pause that comes with another one. */
const askAgainMs = 100

/**
 * Asks another thread of this process which functions it is in, innermost first, and lets it go on. Undefined: it did not
 * answer in time, as it is in native code.
 */
export async function askThreadStack(threadId: number, withinMs: number): Promise<readonly Frame[] | undefined> {
  const session = new inspector.Session()
  try {
    session.connect()
    const { frames, letGo } = pausedFrames(session, threadId)
    const tooLate = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), withinMs))
    return await Promise.race([frames, tooLate]).finally(letGo)
  } catch {
    // A Node.js without an inspector.
    return undefined
  } finally {
    session.disconnect()
  }
}

/** `letGo`: undoes the pause, also one that was asked for and comes late. To disconnect does not. */
function pausedFrames(session: inspector.Session, threadId: number) {
  const urls = new Map<string, string>()
  let command = (_method: string) => {}
  let asking: NodeJS.Timeout | undefined
  const frames = new Promise<readonly Frame[]>((resolve) => {
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // The inspector's own numbers are others: it gives those of threads that have ended to later ones.
      if (!workerInfo.title.startsWith(`[worker ${threadId}]`)) return
      let id = 0
      command = (method) => {
        id += 1
        session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) })
      }
      command('Debugger.enable')
      command('Debugger.pause')
      asking = setInterval(() => command('Debugger.pause'), askAgainMs)
    })
    session.on('NodeWorker.receivedMessageFromWorker', ({ params: { message } }) => {
      const { method, params } = JSON.parse(message) as Told
      if (params === undefined) return
      if (method === 'Debugger.scriptParsed') urls.set(params.scriptId, params.url)
      if (method !== 'Debugger.paused') return
      clearInterval(asking)
      resolve(
        params.callFrames.map(({ functionName, location, url }) => ({
          name: functionName,
          url: urls.get(location.scriptId) ?? url,
        })),
      )
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  })
  const letGo = () => {
    clearInterval(asking)
    command('Debugger.resume')
    command('Debugger.disable')
  }
  return { frames, letGo }
}
