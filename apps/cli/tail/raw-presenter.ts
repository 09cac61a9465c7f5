import type { Client, HeardFrame } from '@gridtick/client'
import { printJson, printLines } from '../output/output.ts'
import { createLinePresenter, type Presenter } from './presenter.ts'

/** Each frame of the socket as it came, and what was read out of it. Connections and the end are lines of text, or left out. */
export function createRawPresenter(client: Pick<Client, 'on'>, { isJson }: { readonly isJson: boolean }): Presenter {
  const stop = client.on('frame', (heard) => (isJson ? printJson(rawFrame(heard)) : printLines(...rawLines(heard))))
  const { connection, waiting, ended } = createLinePresenter()
  return {
    ...(isJson ? { connection() {}, waiting() {}, ended() {} } : { connection, waiting, ended }),
    joined() {},
    frame() {},
    event() {},
    zoneStatus() {},
    close: stop,
  }
}

/** A text says itself what is in it; under bytes stand the messages that they say. */
function rawLines({ frame, messages }: HeardFrame): readonly string[] {
  if (typeof frame === 'string') return [`text    ${Buffer.byteLength(frame)} bytes  ${frame}`]
  const decoded = messages.map((message) => `        ${JSON.stringify(message)}`)
  return [`binary  ${frame.byteLength} bytes  ${hexOf(frame)}`, ...decoded]
}

function rawFrame({ frame, messages }: HeardFrame): object {
  return typeof frame === 'string'
    ? { type: 'text', bytes: Buffer.byteLength(frame), messages }
    : { type: 'binary', bytes: frame.byteLength, hex: hexOf(frame), messages }
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
