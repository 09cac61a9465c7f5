import type { HookCall, HookMirror } from '@gridtick/engine'

/** What is reported of a call, in the order of the texts. */
const fields = ['module', 'hook', 'zoneId', 'playerId', 'intentType'] as const satisfies readonly (keyof HookCall)[]
/** A longer text is cut. */
const textBytes = 160
const beatSign = 0
/** 0: nobody runs. `inHook`, or `afterHook`: what a hook has begun may run. */
const namedSign = 1
const inHook = 1
const afterHook = 2
const debuggedSign = 2
const lengthSigns = 3

/** What runs on this thread, in memory that another thread reads while this one is held. */
export type HookBoard = HookMirror & {
  /** The event loop has come round. `isDebugged`: a debugger may hold it. */
  beat(isDebugged: boolean): void
  /** For the thread that reads it. */
  readonly layout: {
    readonly signs: Int32Array
    readonly texts: Uint8Array
    readonly fields: readonly string[]
    readonly beatSign: number
    readonly namedSign: number
    readonly inHook: number
    readonly debuggedSign: number
    readonly lengthSigns: number
    readonly textBytes: number
  }
}

/** What threads share of a board. */
export type HookBoardMemory = {
  readonly signs: Int32Array<SharedArrayBuffer>
  readonly texts: Uint8Array<SharedArrayBuffer>
}

export function allocateHookBoard(): HookBoardMemory {
  return {
    signs: new Int32Array(new SharedArrayBuffer(4 * (lengthSigns + fields.length))),
    texts: new Uint8Array(new SharedArrayBuffer(textBytes * fields.length)),
  }
}

/** A board on which nothing runs. Writing costs what differs from the call before, which is little. */
export function createHookBoard({ signs, texts } = allocateHookBoard()): HookBoard {
  const encoder = new TextEncoder()
  const shown: (string | undefined)[] = fields.map(() => undefined)
  // Encoders write into no shared memory.
  const scratch = new Uint8Array(textBytes)

  const write = (index: number, text: string | undefined) => {
    if (shown[index] === text) return
    shown[index] = text
    const length = text === undefined ? 0 : encoder.encodeInto(text, scratch).written
    texts.set(scratch.subarray(0, length), index * textBytes)
    Atomics.store(signs, lengthSigns + index, length)
  }

  return {
    show(call) {
      for (const [index, field] of fields.entries()) write(index, call[field])
      Atomics.store(signs, namedSign, inHook)
    },
    leave() {
      Atomics.store(signs, namedSign, afterHook)
    },
    clear() {
      Atomics.store(signs, namedSign, 0)
    },
    beat(isDebugged) {
      Atomics.store(signs, debuggedSign, isDebugged ? 1 : 0)
      Atomics.add(signs, beatSign, 1)
    },
    layout: layoutOf({ signs, texts }),
  }
}

type Running = { readonly module: string; readonly hook: string; readonly zoneId: string | undefined }

/** Whose hook runs; undefined: none does. For another thread, or after the end of the one that ran. */
export function readRunning({ signs, texts }: HookBoardMemory): Running | undefined {
  if (Atomics.load(signs, namedSign) !== inHook) return undefined
  const text = (field: (typeof fields)[number]) => {
    const index = fields.indexOf(field)
    const start = index * textBytes
    return Buffer.from(texts.slice(start, start + Atomics.load(signs, lengthSigns + index))).toString()
  }
  return { module: text('module'), hook: text('hook'), zoneId: text('zoneId') || undefined }
}

/** What a thread needs that only reads the board. */
export function layoutOf(memory: HookBoardMemory): HookBoard['layout'] {
  return { ...memory, fields, beatSign, namedSign, inHook, debuggedSign, lengthSigns, textBytes }
}
