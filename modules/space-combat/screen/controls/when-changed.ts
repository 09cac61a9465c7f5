/** Draws only when one of the inputs is another one than the last time. */
export function whenChanged<Inputs extends readonly unknown[]>(
  draw: (...inputs: Inputs) => void,
): (...inputs: Inputs) => void {
  let last: Inputs | undefined
  return (...inputs) => {
    const isSame = last?.length === inputs.length && last.every((input, index) => Object.is(input, inputs[index]))
    if (isSame) return
    last = inputs
    draw(...inputs)
  }
}
