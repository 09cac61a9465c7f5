export { createMemoryStorage } from './memory-storage.ts'
