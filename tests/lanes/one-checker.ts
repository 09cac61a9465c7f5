/**
 * What a compiler is started with that checks little code: its checkers each read all declarations for themselves, so that
 * one needs half the processor time of the usual four. The tests use the other cores themselves.
 */
export const oneChecker = ['--checkers', '1'] as const
