/** What a person pointed at beside the form. */
export type Picked = { readonly id?: string; readonly x: number; readonly y: number }

/** Asks the person to point at something, and fills it in. */
export type PickValue = (what: 'entity' | 'cell', fill: (picked: Picked) => void) => void
