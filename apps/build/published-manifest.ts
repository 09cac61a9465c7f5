import type { Manifest } from './workspace-packages.ts'

/** The condition by which this repository reads sources in the place of what is built of them. */
const sourceCondition = 'gridtick-source'

/** The package.json as it is published: nothing in it leads to sources or to what only development needs. */
export function publishedManifest({ devDependencies: _, ...manifest }: Manifest): Manifest {
  const { exports = {} } = manifest
  return { ...manifest, exports: withoutSources(exports) }
}

function withoutSources(exports: NonNullable<Manifest['exports']>): NonNullable<Manifest['exports']> {
  const entries = Object.entries(exports).map(([path, target]) => {
    if (typeof target === 'string') return [path, target]
    return [path, Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== sourceCondition))]
  })
  return Object.fromEntries(entries)
}
