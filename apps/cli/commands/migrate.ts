import { defineCommand } from 'citty'
import { explainAndEnd } from '../../server/explain-and-end.ts'

export const migrate = defineCommand({
  meta: {
    description:
      'Makes the database, or brings it up to date, and ends. A server does the same by itself when it starts.',
    examples: ['migrate'],
  },
  args: {},
  async run() {
    const { runMigrations } = await import('../../server/run-migrations.ts')
    await runMigrations().catch(explainAndEnd)
  },
})
