export type Commodity = 'fuel_ore' | 'organics' | 'equipment'

export const commodities: readonly Commodity[] = ['fuel_ore', 'organics', 'equipment']
