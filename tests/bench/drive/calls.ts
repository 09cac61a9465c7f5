/**
 * What a program of the benchmark answers to the one that started it: functions by name, each with one argument or none.
 * Both sides name the same type, and all that passes is JSON.
 */
export type Calls = { readonly [name: string]: (request: never) => unknown }

export type RequestOf<Program extends Calls, Name extends keyof Program> = Parameters<Program[Name]>[0]

export type AnswerOf<Program extends Calls, Name extends keyof Program> = Awaited<ReturnType<Program[Name]>>

/** To the program. */
export type Asked = { readonly name: string; readonly request?: unknown }

/** From it. `progress` may come any number of times before the answer. */
export type Told =
  | { readonly kind: 'answer'; readonly value?: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'progress'; readonly text: string }
