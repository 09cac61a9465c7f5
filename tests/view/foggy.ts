import type { ProbeParts } from '../zone/probe-module.ts'

/** Everybody sees what is left of x = 5, and of others' things not the secret. */
export const foggy: Pick<ProbeParts, 'getPlayerState' | 'redactions'> = {
  redactions: {
    stranger: ({ data: { secret: _secret, ...data }, ...entity }) => ({ ...entity, data }),
  },
  getPlayerState: ({ base, playerId, redact }) => ({
    entities: base.entities
      .all()
      .filter(({ x, ownerId }) => x <= 5 || ownerId === playerId)
      .map((entity) => (entity.ownerId === playerId ? entity : redact(entity, 'stranger'))),
    ...(base.extras.score === undefined ? {} : { extras: { score: base.extras.score } }),
  }),
}

export const thing = (id: string, fields: object = {}) => ({ id, kind: 'thing', x: 1, y: 1, data: { n: 1 }, ...fields })
