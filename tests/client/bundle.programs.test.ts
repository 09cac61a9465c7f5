import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('[SDK-9] its bundle for a browser holds nothing of Node and no zod, and is small', async () => {
  const entryPoints = ['framework/client/src/index.ts']
  const { outputFiles, metafile } = await build({
    ...{ entryPoints, bundle: true, format: 'esm', minify: true, platform: 'browser', write: false, metafile: true },
    conditions: ['gridtick-source'],
    logLevel: 'silent',
  })
  // What the packages offer beside is read, and left out.
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )
  expect(inputs).toContain('framework/client/src/create-client.ts')
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([])
  // 40,000 were counted, of which the reader of the compact encoding takes 6,500.
  expect(outputFiles[0]?.contents.length).toBeLessThan(42_000)
})
