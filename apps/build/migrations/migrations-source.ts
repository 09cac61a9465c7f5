type Migration = { readonly writtenAt: number; readonly text: string }

/** The TypeScript file that holds these migrations. */
export function migrationsSource(migrations: readonly Migration[]): string {
  return `import type { Migration } from './migration.ts'

/** Written by \`npm run db:generate\` from the folder \`migrations\`. */
export const shippedMigrations: readonly Migration[] = [
${migrations.map(entryOf).join('')}]
`
}

function entryOf({ writtenAt, text }: Migration): string {
  const inBackticks = text.replaceAll(/[\\`]|\$(?=\{)/g, (character) => `\\${character}`)
  const number = String(writtenAt).replaceAll(/\B(?=(\d{3})+$)/g, '_')
  return `  {\n    writtenAt: ${number},\n    text: \`${inBackticks}\`,\n  },\n`
}
