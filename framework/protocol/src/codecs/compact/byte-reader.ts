import { isObject } from '../../is-object.ts'
import { FrameError } from './frame-error.ts'
import { base64urlBytes, idForms, unpackBase64url, unpackUuid, uuidBytes } from './ids.ts'

const { MAX_SAFE_INTEGER } = Number

/** Reads a frame from its beginning to its end. Whatever does not stand there as it should is a {@link FrameError}. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Throws where anything is left. */
  end(): void {
    const left = this.#bytes.length - this.#at
    if (left > 0) this.fail(`${left} bytes more than the frame needs`)
  }

  byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) this.fail('the frame ends too early')
    this.#at += 1
    return byte
  }

  /** LEB128 in no more bytes than it needs, up to 2^53 - 1. */
  number(): number {
    let value = 0
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte > 127) continue
      if (byte === 0 && scale > 1) this.fail('a number with bytes that say nothing')
      if (value <= MAX_SAFE_INTEGER) return value
      break
    }
    this.fail('a number beyond 2^53')
  }

  signed(): number {
    const first = this.byte()
    const low = (first & 127) >> 1
    const high = first > 127 ? this.number() : 0
    if (first > 127 && high === 0) this.fail('a number with bytes that say nothing')
    const size = high * 64 + low
    if (size > MAX_SAFE_INTEGER) this.fail('a number beyond 2^53')
    if ((first & 1) === 0) return size
    if (size === MAX_SAFE_INTEGER) this.fail('a number beyond 2^53')
    return -size - 1
  }

  text(): string {
    return this.#textOf(this.number())
  }

  /** See `ids.ts`. */
  id(): string {
    return this.#idOf(this.number())
  }

  idOrNull(): string | null {
    const form = this.number()
    return form === 0 ? null : this.#idOf(form - 1)
  }

  /** JSON in a text. */
  json(what: string): unknown {
    const text = this.text()
    try {
      return JSON.parse(text)
    } catch {
      this.fail(`${what} that are not JSON`)
    }
  }

  object(what: string): Record<string, never> {
    const value = this.json(what)
    if (!isObject(value)) this.fail(`${what} that are not an object`)
    return value as Record<string, never>
  }

  fail(problem: string): never {
    throw new FrameError(`byte ${this.#at}: ${problem}`)
  }

  #idOf(form: number): string {
    switch (form) {
      case idForms.base64url:
        return unpackBase64url(this.#bytes, this.#pass(base64urlBytes))
      case idForms.uuid:
        return unpackUuid(this.#bytes, this.#pass(uuidBytes))
      default:
        return this.#textOf(form - idForms.text)
    }
  }

  #textOf(length: number): string {
    const at = this.#pass(length)
    try {
      decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      return decoder.decode(this.#bytes.subarray(at, at + length))
    } catch {
      this.fail('a text that is not UTF-8')
    }
  }

  /** Goes on behind so many bytes, and says where they begin. */
  #pass(count: number): number {
    const at = this.#at
    if (count > this.#bytes.length - at) this.fail(`the frame ends too early: ${count} bytes are announced`)
    this.#at = at + count
    return at
  }
}

/** Made when it is needed: not every client that loads this reads bytes. */
let decoder: InstanceType<typeof TextDecoder> | undefined
