import { explainAndEnd } from './explain-and-end.ts'
import { runMigrations } from './run-migrations.ts'

runMigrations().catch(explainAndEnd)
