import WebSocket from 'ws'

type Listener = (socket: WebSocket, data: Buffer, isBinary: boolean) => void

/**
 * An open socket, which compresses nothing. Rejects when it does not open, also where the server speaks no such protocol.
 * The listener is there from the beginning: a server may speak before this side knows that the socket is open.
 */
export function openSocket(url: string, protocols: readonly string[], listener?: Listener): Promise<WebSocket> {
  const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false })
  if (listener !== undefined)
    socket.on('message', (data: Buffer, isBinary: boolean) => listener(socket, data, isBinary))
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

export async function postJson<Answer>(url: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}

/** A promise to be settled from elsewhere. Who rejects it need not be awaited. */
export function promised() {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}]
  const promise = new Promise<void>((accept, refuse) => {
    resolve = accept
    reject = refuse
  })
  promise.catch(() => {})
  return { promise, resolve, reject }
}
