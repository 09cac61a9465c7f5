import type { ServerMessage } from '../../server-message.ts'
import type { Frame, FrameReader } from '../frame-codec.ts'
import { readJsonText } from '../json-reading.ts'
import { ByteReader } from './byte-reader.ts'
import { Channel } from './channel.ts'
import { channelsMax, flags } from './format.ts'
import { FrameError } from './frame-error.ts'

/**
 * Reads all frames of one connection. What it gives back are the very messages that JSON says, but for plain results of
 * intents, which have no `ref` and no `intentId`. A frame that cannot be understood ends it: what came after would be read
 * on a wrong base. It remembers what is shown, and nothing else.
 */
export class CompactReader implements FrameReader {
  readonly #channels = new Map<number, Channel>()
  #broken: FrameError | undefined

  read(frame: Frame): readonly ServerMessage[] {
    if (this.#broken !== undefined) throw this.#broken
    try {
      return typeof frame === 'string' ? this.#readText(frame) : this.#readBytes(new ByteReader(frame))
    } catch (error) {
      this.#broken = error instanceof FrameError ? error : new FrameError(String(error))
      throw this.#broken
    }
  }

  #readText(text: string): readonly ServerMessage[] {
    const messages = readJsonText(text)
    return messages.map((message) => {
      if (message.type === 'unsubscribed') this.#forget(message.zoneId)
      if (message.type !== 'subscribed' || message.channel === undefined) return message
      const { channel, ...subscribed } = message
      this.#introduce(channel, message.zoneId)
      return subscribed
    })
  }

  #readBytes(bytes: ByteReader): readonly ServerMessage[] {
    const flagged = bytes.number()
    const number = bytes.number()
    if ((flagged & flags.zoneId) !== 0) this.#introduce(number, bytes.id())
    const channel = this.#channels.get(number)
    if (channel === undefined) bytes.fail(`nothing was said of channel ${number}`)
    const messages = flagged === 0 ? channel.readResults(bytes) : [channel.readTick(bytes, flagged)]
    bytes.end()
    return messages
  }

  /** A connection watches a zone by one channel at a time. */
  #introduce(number: number, zoneId: string): void {
    this.#forget(zoneId)
    if (!Number.isSafeInteger(number) || typeof zoneId !== 'string' || this.#channels.has(number))
      throw new FrameError(`a subscription cannot begin on channel ${number}`)
    // Of subscriptions that ended without a word. A server lets a connection have far fewer at once.
    const [oldest] = this.#channels.keys()
    if (oldest !== undefined && this.#channels.size >= channelsMax) this.#channels.delete(oldest)
    this.#channels.set(number, new Channel(zoneId))
  }

  #forget(zoneId: string): void {
    for (const [number, channel] of this.#channels) if (channel.zoneId === zoneId) this.#channels.delete(number)
  }
}
