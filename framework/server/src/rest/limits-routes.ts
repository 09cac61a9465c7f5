import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { defineRoute, type Route } from './route.ts'

export function limitsRoutes({ limits }: RestDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/limits',
      who: 'anyone',
      tag: 'server',
      summary: 'The limits in force, by name; the unit is in the name.',
      answers: { 200: { description: 'The limits', schema: z.record(z.string(), z.number()) } },
      handle: (call) => call.json(200, limits),
    }),
  ]
}
