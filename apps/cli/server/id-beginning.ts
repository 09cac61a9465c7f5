/** Fewer characters are no beginning: they fit too many, soon if not now. */
const lengthMin = 6
/** Of a whole id, as 019b0c4e-7a52-7d3f-9c61-5e2f8a41d7b3. */
const lengthOfId = 36

/** Whether a text may be the beginning of an id of ours, without being all of it. */
export function isBeginningOfId(text: string): boolean {
  return text.length >= lengthMin && text.length < lengthOfId && /^[\da-f-]+$/i.test(text)
}

export function isWholeId(text: string): boolean {
  return text.length === lengthOfId && /^[\da-f-]+$/i.test(text)
}
