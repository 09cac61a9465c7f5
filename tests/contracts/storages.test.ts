import { storageContract } from '@gridtick/testing/contracts'
import * as vitest from 'vitest'
import { storages } from './storages.ts'

for (const storage of storages) storageContract(vitest, storage)
