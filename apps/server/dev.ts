import { runDev } from './run-dev.ts'

runDev()
