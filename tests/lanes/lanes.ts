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
