import { explainAndEnd } from './explain-and-end.ts'
import { runServer } from './run-server.ts'

runServer().catch(explainAndEnd)
