import type { GarrisonMode } from '../words/names.ts'

export type SeenGarrison = {
  readonly id: string
  readonly sector: number
  readonly ownerId: string
  readonly ownerName: string
  readonly isOwn: boolean
  readonly fighters: number
  readonly mode: GarrisonMode
  readonly tollAmount: number
  /** Known of own ones alone. */
  readonly tollBalance: number | null
}
