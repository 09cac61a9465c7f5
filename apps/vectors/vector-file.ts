import { z } from 'zod'

const count = z.int().min(0)

/** Where the draws of an entry come from. A kind that is not named here is read from the entry's own list of draws. */
const drawSource = z.union([
  z.object({ kind: z.literal('const'), value: z.number() }),
  z.object({ kind: z.literal('cycle'), values: z.array(z.number()).min(1) }),
  z.object({ kind: z.literal('list'), values: z.array(z.number()) }),
  z.object({ kind: z.literal('mulberry32'), seed: z.int() }),
  z.looseObject({ kind: z.string() }).transform(({ kind }) => ({ kind: 'other' as const, name: kind })),
])

const action = z.object({
  action: z.enum(['attack', 'brace', 'flee', 'pay']),
  commit: z.int().nullish(),
  target_id: z.string().nullish(),
  destination_sector: z.int().nullish(),
})

/** One round: who fights, what they ask for, the draws, and what must come of it. Keys are as in the files. */
const vector = z.object({
  id: z.string(),
  participants: z.record(z.string(), z.object({ fighters: count, shields: count, turns_per_warp: count })),
  actions: z.record(z.string(), action),
  draw_source: drawSource.optional(),
  /** All draws that the round takes, in order. */
  draws: z.array(z.number()).optional(),
  /** What each draw was for: all of it, or its length with the first and last parts. */
  draw_trace: z
    .union([
      z.array(z.unknown()),
      z.object({ count, first: z.array(z.unknown()).default([]), last: z.array(z.unknown()).default([]) }),
    ])
    .optional(),
  expected: z.record(z.string(), z.unknown()),
})

export type Vector = z.infer<typeof vector>

/** An entry that cannot be run, and why. */
export type BrokenVector = { readonly id: string; readonly problem: string }

/** The text is no file of vectors; the message says why. */
export class VectorFileError extends Error {
  override readonly name = 'VectorFileError'
}

/** The entries under `engine`; other keys of the file do not matter. Throws a VectorFileError. */
export function parseVectorFile(text: string): (Vector | BrokenVector)[] {
  const file = z.object({ engine: z.array(z.unknown()) }).safeParse(parseJson(text))
  if (!file.success) throw new VectorFileError('It has no list "engine".')
  return file.data.engine.map((entry, index) => parseVector(entry, `engine[${index}]`))
}

function parseVector(entry: unknown, place: string): Vector | BrokenVector {
  const parsed = vector.safeParse(entry)
  if (parsed.success) return parsed.data
  const named = z.object({ id: z.string() }).safeParse(entry)
  return { id: named.success ? named.data.id : place, problem: z.prettifyError(parsed.error) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new VectorFileError(`It is not JSON: ${(error as Error).message}`)
  }
}
