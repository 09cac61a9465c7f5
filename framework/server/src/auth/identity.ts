import type { Role } from 'gridtick'

/** Who somebody is, as their token and the settings of this server say. */
export type Identity = { readonly playerId: string; readonly displayName: string; readonly role: Role }
