import { readdirSync, readFileSync } from 'node:fs'

/**
 * Tests run in lanes. The word before `.test.ts` names the lane of a file, as in `kill.programs.test.ts`; a file without
 * one is in the fast lane.
 */
export const lanes = ['fast', 'programs', 'browser'] as const

export type Lane = (typeof lanes)[number]

/** The lane of a test file, by its path. */
export function laneOf(path: string): Lane {
  return lanes.find((lane) => path.endsWith(`.${lane}.test.ts`)) ?? 'fast'
}

/** Which files are in a lane, as Vitest takes it. */
export function filesOf(lane: Lane): { readonly include: string[]; readonly exclude: string[] } {
  if (lane !== 'fast') return { include: [`tests/**/*.${lane}.test.ts`], exclude: [] }
  const others = lanes.filter((other) => other !== 'fast')
  return { include: ['tests/**/*.test.ts'], exclude: [`tests/**/*.{${others.join(',')}}.test.ts`] }
}

/** The test files of a lane that do more by `npm run test:long`: those that import `size`. */
export function filesWithSizes(lane: Lane): string[] {
  return readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && laneOf(path) === lane)
    .map((path) => `tests/${path}`)
    .filter((path) => readFileSync(path, 'utf8').includes("/lanes/size.ts'"))
}
