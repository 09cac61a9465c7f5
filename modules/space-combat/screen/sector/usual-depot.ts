/**
 * Where warp power is sold, and for how many credits a unit, unless a region was made otherwise. No view tells it: in a region
 * of its own rules a captain learns it from refusals and receipts.
 */
export const usualDepot = { sector: 0, pricePerUnit: 2 }
