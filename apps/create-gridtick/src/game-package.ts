import { ownVersion } from './own-version.ts'

/** What a game is made and tested with; a test holds them to what this repository uses. */
export const libraries = { typescript: '~7.0', vitest: '^4.1.12', zod: '^4.6.7' } as const

/** The package.json of a game. */
export function gamePackage(name: string): string {
  const ours = `^${ownVersion()}`
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19.0' },
    exports: `./${name}.ts`,
    scripts: {
      dev: `exec gridtick dev ./${name}.ts`,
      start: `exec gridtick start ./${name}.ts`,
      test: 'vitest run',
      types: 'tsc',
    },
    dependencies: {
      '@gridtick/cli': ours,
      '@gridtick/client': ours,
      '@gridtick/screen': ours,
      gridtick: ours,
      zod: libraries.zod,
    },
    devDependencies: {
      '@gridtick/testing': ours,
      typescript: libraries.typescript,
      vitest: libraries.vitest,
    },
  }
  return write(manifest)
}

/** The tsconfig.json of a game: its rules run in Node.js, its screen in a browser. */
export function gameTypes(): string {
  return write({
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: 'nodenext',
      types: ['@gridtick/screen/css'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['*.ts'],
  })
}

function write(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
