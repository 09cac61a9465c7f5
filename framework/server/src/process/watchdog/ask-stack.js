import inspector from 'node:inspector'

/**
 * @typedef {{ readonly name: string, readonly url: string }} Frame A function that the main thread is in, and its file.
 */

/**
 * Asks the main thread which functions it is in, innermost first. Undefined: it did not answer in time, as it is in
 * native code.
 *
 * @param {number} withinMs
 * @returns {Promise<readonly Frame[] | undefined>}
 */
export function askStack(withinMs) {
  return pause(withinMs, (frames, { urlOf }) =>
    frames.map((frame) => ({ name: frame.functionName, url: urlOf(frame) })),
  )
}

/**
 * Has the main thread end the process, where it runs JavaScript: in order, as far as Node goes. Where it does not answer
 * in time, nothing happens.
 *
 * @param {number} code
 * @param {number} withinMs
 */
export function exitByMainThread(code, withinMs) {
  return pause(withinMs, ([frame], { session }) => {
    if (frame === undefined) return
    const { callFrameId } = frame
    session.post('Debugger.evaluateOnCallFrame', { callFrameId, expression: `globalThis.process.reallyExit(${code})` })
    // It does not come back; should it, the one that asked goes on by itself.
    return new Promise((resolve) => setTimeout(resolve, withinMs))
  })
}

/**
 * Holds the main thread in the midst of its JavaScript, for as long as `use` takes, and lets it go on.
 *
 * @template Result
 * @param {number} withinMs
 * @param {(
 *   frames: inspector.Debugger.CallFrame[],
 *   main: { readonly session: inspector.Session, urlOf(frame: inspector.Debugger.CallFrame): string }
 * ) => Result | Promise<Result>} use
 * @returns {Promise<Result | undefined>}
 */
async function pause(withinMs, use) {
  const session = new inspector.Session()
  /** @type {Map<string, string>} */
  const urls = new Map()
  const urlOf = (/** @type {inspector.Debugger.CallFrame} */ { location }) => urls.get(location.scriptId) ?? ''
  try {
    session.connectToMainThread()
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url))
    const paused = new Promise((resolve) => session.once('Debugger.paused', ({ params }) => resolve(params.callFrames)))
    session.post('Debugger.enable')
    session.post('Debugger.pause')
    /** @type {inspector.Debugger.CallFrame[] | undefined} */
    const frames = await Promise.race([paused, new Promise((resolve) => setTimeout(resolve, withinMs))])
    return frames && (await use(frames, { session, urlOf }))
  } catch {
    // A Node.js without an inspector.
    return undefined
  } finally {
    // It undoes a pause, also one that was asked for and comes late.
    session.disconnect()
  }
}
