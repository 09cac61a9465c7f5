import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runVector } from '../../../../../apps/vectors/run-vector.ts'
import {
  type BrokenVector,
  parseVectorFile,
  type Vector,
  VectorFileError,
} from '../../../../../apps/vectors/vector-file.ts'

const file = fileURLToPath(new URL('vectors.json', import.meta.url))
const text = readFileSync(file, 'utf8')

function isRunnable(entry: Vector | BrokenVector): entry is Vector {
  return !('problem' in entry)
}

const vectors = parseVectorFile(text).filter(isRunnable)

function vectorOf(id: string, change: Partial<Vector> = {}): Vector {
  const vector = vectors.find((one) => one.id === id)
  if (vector === undefined) throw new Error(`There is no vector ${id}.`)
  return { ...vector, ...change }
}

describe('recorded rounds', () => {
  test('all of the file are read', () => expect(vectors).toHaveLength(29))

  test.each(vectors)('$id', (vector) => expect(runVector(vector)).toEqual([]))

  test.each(vectors)('$id, from its list of draws', (vector) => {
    expect(runVector({ ...vector, draw_source: undefined })).toEqual([])
  })
})

describe('what the program notices', () => {
  const braces = vectorOf('E01').expected
  const { effective_actions: actions } = vectorOf('E05').expected as { effective_actions: Record<string, object> }

  test.each<[string, Vector, string[]]>([
    [
      'a count',
      vectorOf('E01', { expected: { ...braces, hits: { alpha: 1, beta: 0 } } }),
      ['expected.hits.alpha: expected 1, got 0'],
    ],
    [
      'the result',
      vectorOf('E01', { expected: { end_state: null } }),
      ['expected.end_state: expected null, got "stalemate"'],
    ],
    [
      'a field that nobody knows',
      vectorOf('E01', { expected: { luck: 1 } }),
      ['expected.luck: expected 1, got nothing'],
    ],
    [
      'a party that is not there',
      vectorOf('E01', { expected: { hits: { toString: 0 } } }),
      ['expected.hits.toString: expected 0, got nothing'],
    ],
    [
      'an action',
      vectorOf('E05', { expected: { effective_actions: { ...actions, a: { ...actions.a, commit: 999 } } } }),
      ['expected.effective_actions.a.commit: expected 999, got 3'],
    ],
    [
      'a draw too few',
      vectorOf('E05', { draws: [0.1, 0.1, 0.1, 0.1], draw_trace: undefined }),
      ['draws.length: expected 4, got 3', 'draws.3: expected 0.1, got nothing'],
    ],
    [
      'a draw too many',
      vectorOf('E05', { draw_source: { kind: 'list', values: [0.1] } }),
      ['draws: The round takes more draws than the 1 that are listed.'],
    ],
    [
      'what a draw was for',
      vectorOf('E06', { draw_trace: [{ attacker: 'b', p: 0.4626 }] }),
      ['draw_trace.0.attacker: expected "b", got "a"', 'draw_trace.0.p: expected 0.4626, got 0.4625'],
    ],
    [
      'how many they were',
      vectorOf('E06', { draw_trace: { count: 2, first: [], last: [] } }),
      ['draw_trace.count: expected 2, got 1'],
    ],
  ])('%s', (_what, vector, differences) => expect(runVector(vector)).toEqual(differences))

  test('a generator that is not known is replaced by the list of draws, or cannot be', () => {
    const source = { kind: 'other', name: 'cpython_mt' } as const
    expect(runVector(vectorOf('E12', { draw_source: source }))).toEqual([])
    expect(runVector(vectorOf('E12', { draw_source: source, draws: undefined }))).toEqual([
      'draws: The source of draws "cpython_mt" is not known here, and there is no list "draws" to stand in for it.',
    ])
  })

  test('an entry that is none is named, and the others still count', () => {
    const [broken, whole] = parseVectorFile(
      JSON.stringify({ engine: [{ id: 'X', participants: {} }, vectorOf('E01')] }),
    )
    expect(broken).toMatchObject({ id: 'X', problem: expect.stringContaining('expected') })
    expect(whole).toMatchObject({ id: 'E01' })
  })

  test.each(['', '[', '[]', '{"rounds":[]}', '{"engine":{}}'])('%j is no file of vectors', (wrong) => {
    expect(() => parseVectorFile(wrong)).toThrow(VectorFileError)
  })
})
