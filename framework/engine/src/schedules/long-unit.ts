/** Beats of long periods are counted in units of this length, and so are those of zones without a period. */
export const longUnitMs = 100
