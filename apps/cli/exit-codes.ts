/** What the program ends with, for scripts. The help lists them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  notAllowed: 4,
  notFound: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Each code in the words of the help. */
export const exitMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.done, 'done'],
  [exitCodes.failed, 'it failed, was refused, or differs'],
  [exitCodes.usage, 'wrong usage'],
  [exitCodes.unreachable, 'no server answers'],
  [exitCodes.notAllowed, 'not logged in, or not allowed'],
  [exitCodes.notFound, 'no such zone, module or player'],
  [exitCodes.interrupted, 'interrupted'],
]
