import { afterAll } from 'vitest'
import { endFile } from './file-end.ts'

// Vitest reads this again for each test file. The hooks of the file itself run before it.
afterAll(endFile)
