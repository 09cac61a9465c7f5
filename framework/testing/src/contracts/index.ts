import { accountsContract } from './accounts.ts'
import { actionLogContract } from './action-log.ts'
import { clockContract } from './clock.ts'
import { nodesContract } from './nodes.ts'
import { ordersContract } from './orders.ts'
import { recordingsContract } from './recordings.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'
import { turnsContract } from './turns.ts'
import { wakesContract } from './wakes.ts'
import { zoneClaimsContract } from './zone-claims.ts'
import { zoneCommitContract } from './zone-commit.ts'
import { zoneStorageContract } from './zone-storage.ts'

export type { StorageUnderTest } from './storage-under-test.ts'
export type { TestFramework } from './test-framework.ts'

const suites = [
  accountsContract,
  actionLogContract,
  clockContract,
  nodesContract,
  ordersContract,
  recordingsContract,
  turnsContract,
  wakesContract,
  zoneClaimsContract,
  zoneCommitContract,
  zoneStorageContract,
]

/**
 * Describes what a storage promises, for a test framework: in a file of tests, call it with the framework and the storage.
 * A storage for which all of it holds is right.
 */
export function storageContract(framework: TestFramework, storage: StorageUnderTest): void {
  for (const suite of suites) suite(framework, storage)
}
