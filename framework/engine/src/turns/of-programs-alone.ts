import type { TurnMember } from './turn-situation.ts'

/** Whether all who must order are programs, and there are some. */
export function isOfProgramsAlone(members: readonly TurnMember[]): boolean {
  const expected = members.filter(({ mustOrder }) => mustOrder)
  return expected.length > 0 && expected.every(({ isProgram }) => isProgram)
}
