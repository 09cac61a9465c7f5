import type { Limits } from '@gridtick/engine/ports'
import { parseJson } from 'gridtick/internal'
import { problem } from './problem.ts'

type BodyLimits = Pick<Limits, 'bodyBytesMax' | 'bodyDrainBytesMax' | 'jsonDepthMax'>

/**
 * The JSON value of a body; undefined if there is none. Refused: `unsupported_media_type` for what is not declared as
 * JSON, `too_large`, `bad_request` for what is no JSON or no harmless one.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<unknown> {
  const bytes = await readBytes(request, limits)
  if (bytes.length === 0) return undefined
  checkMediaType(request.headers)
  const parsed = parseJson(decodeUtf8(bytes), limits.jsonDepthMax)
  if (!parsed.ok) throw problem('bad_request', parsed.message)
  return parsed.value
}

/**
 * Counts while it reads: what the request says of its length is not believed. Of a body that is too large some more is
 * read and thrown away, because a client that is still writing would see a reset connection instead of the answer.
 */
export async function readBytes(request: Request, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch(() => {
      throw problem('bad_request', 'The body ended before it was complete.')
    })
    if (done) break
    length += value.byteLength
    if (length <= limits.bodyBytesMax) chunks.push(value)
    else if (length > limits.bodyBytesMax + limits.bodyDrainBytesMax) break
  }
  if (length > limits.bodyBytesMax)
    throw problem('too_large', `The body may have at most ${limits.bodyBytesMax} bytes.`, {
      headers: { connection: 'close' },
    })
  return Buffer.concat(chunks)
}

function checkMediaType(headers: Headers): void {
  const [mediaType = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';')
  const isJson = mediaType.trim() === 'application/json'
  const isUtf8 = parameters.every((text) => !/^\s*charset=/.test(text) || /^\s*charset="?utf-8"?\s*$/.test(text))
  const isPlain = ['', 'identity'].includes(headers.get('content-encoding') ?? '')
  if (!isJson || !isUtf8 || !isPlain)
    throw problem('unsupported_media_type', 'The body must be JSON in UTF-8: "Content-Type: application/json".')
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    // The byte order mark is kept, so that the parser refuses it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw problem('bad_request', 'The body is not UTF-8.')
  }
}
