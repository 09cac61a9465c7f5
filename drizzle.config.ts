import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate` writes the migration from the last one to what the schema says now. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './framework/storage-sqlite/src/schema.ts',
  out: './framework/storage-sqlite/src/migrations',
})
