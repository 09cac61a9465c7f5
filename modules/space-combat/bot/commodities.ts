export const commodities = ['fuel_ore', 'organics', 'equipment'] as const
export type Commodity = (typeof commodities)[number]
