/**
 * Keeps a thread from being ended in the midst of its storage. To end a thread that is in a call of libsql was found to
 * abort the whole process: the driver finds an exception where it expects none. Anywhere else, a thread that is ended
 * frees files and lock. JavaScript, so that a thread without a loader can use it.
 *
 * @typedef {Int32Array<SharedArrayBuffer>} StorageGate Two signs: the thread is to end; it is in its storage.
 */

const endingSign = 0
const insideSign = 1
/** How often it is looked again, ms. */
const againMs = 2

/** @returns {StorageGate} */
export function allocateStorageGate() {
  return new Int32Array(new SharedArrayBuffer(8))
}

/** On the thread itself, around each operation of its storage. */
export function createGateKeeper(/** @type {StorageGate} */ gate) {
  return {
    /** Does not return where the thread is to end: it is ended here. */
    enter() {
      Atomics.store(gate, insideSign, 1)
      if (Atomics.load(gate, endingSign) === 0) return
      Atomics.store(gate, insideSign, 0)
      Atomics.wait(gate, endingSign, 1)
    },
    leave() {
      Atomics.store(gate, insideSign, 0)
    },
  }
}

/**
 * From another thread: from now on the storage is not entered. Resolves when the thread is not in it, or false after
 * `withinMs`. `isElsewhere`: says that the thread is surely in other code at the moment.
 *
 * @param {StorageGate} gate
 * @param {{ readonly withinMs: number, readonly isElsewhere?: () => boolean }} options
 */
export async function closeGate(gate, { withinMs, isElsewhere = () => false }) {
  Atomics.store(gate, endingSign, 1)
  const endsAt = performance.now() + withinMs
  while (Atomics.load(gate, insideSign) === 1 && !isElsewhere()) {
    if (performance.now() >= endsAt) return false
    await new Promise((resolve) => setTimeout(resolve, againMs))
  }
  return true
}

/**
 * The same for the end of the process, which ends its threads wherever they are. Holds this thread meanwhile.
 *
 * @param {StorageGate} gate
 * @param {number} withinMs
 */
export function closeGateAtOnce(gate, withinMs) {
  Atomics.store(gate, endingSign, 1)
  const endsAt = performance.now() + withinMs
  while (Atomics.load(gate, insideSign) === 1 && performance.now() < endsAt) Atomics.wait(gate, insideSign, 1, againMs)
}
