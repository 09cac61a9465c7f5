import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGameServer, createLogger, type GameServer } from '@gridtick/server'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packPackages } from '../../apps/build/pack-packages.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { readReactHook } from '../docs/react-hook.ts'
import { describeInBrowser, eventually, openPage } from '../e2e/browser.ts'
import { authSecret, debugUser } from '../integration/debug-user.ts'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { run, wellEnded } from './packed-game.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const elsewhere = mkdtempSync(join(tmpdir(), 'gridtick-page-'))
/** Packing and installing the client: longer than it takes on a busy machine. */
const preparationMs = 120_000

let pages: Server
let server: GameServer
let operator: Operator

beforeAll(async () => {
  const packed = await packPackages(join(elsewhere, 'packed'), ['@gridtick/client'])
  await preparePage(packed.get('@gridtick/client') ?? '')
}, preparationMs)

beforeAll(async () => {
  pages = await servePages(join(elsewhere, 'dist'))
  server = await createGameServer({
    modules: [helloGrid],
    databaseUrl: `file:${join(elsewhere, 'game.db')}`,
    ...{ port: 0, host: '127.0.0.1', allowedHosts: ['127.0.0.1'], authSecret, allowedOrigins: [originOf(pages)] },
    debugUser: { name: debugUser.username, password: debugUser.password },
    logger: createLogger({ level: 'silent' }),
    onCorrupt: (error) => {
      throw error
    },
  }).start()
  operator = await signInOperator(server.url)
})

afterAll(async () => {
  pages?.close()
  await server?.stop()
  rmSync(elsewhere, { recursive: true, force: true })
})

describeInBrowser('[SDK-9] the client as it is published, installed without anything else', () => {
  test.each(['esbuild', 'vite'])('plays in a page that %s has bundled', async (bundler) => {
    const page = await openPage(await addressOf(`${bundler}/plain.html`))
    await walk(page)
  })

  test.each(['esbuild', 'vite'])('plays in React 19, bundled by %s; a component comes and goes', async (bundler) => {
    const page = await openPage(await addressOf(`${bundler}/in-react.html`))
    await walk(page)
    await page.getByRole('button', { name: 'Come and go' }).click()
    await eventually(() => page.getByRole('button', { name: 'Walk' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Come and go' }).click()
    await walk(page)
  })
})

type Page = Awaited<ReturnType<typeof openPage>>

/** Presses the button until the walker has moved; at the edge it is refused, and turns no more. */
async function walk(page: Page): Promise<void> {
  const seen = page.getByText(/^At \d+, \d+$/)
  const before = await seen.textContent()
  await page.getByRole('button', { name: 'Walk' }).click()
  await eventually(() => seen.getAttribute('title')).toBe('applied')
  await eventually(() => seen.textContent()).not.toBe(before)
}

/** The address of a page, for a guest of its own in a zone of its own. */
async function addressOf(path: string): Promise<string> {
  const zone = await operator.createZone({ module: 'hello-grid', config: { width: 128, height: 4 }, seed: 'walk' })
  const { token } = await operator.guest('Ann')
  const asked = new URLSearchParams({ url: `${server.url.replace('http', 'ws')}/v1/ws`, token, zone })
  return `${originOf(pages)}/${path}?${asked}`
}

/** Installs the packed client with npm, which finds nothing else to install, and bundles the pages. */
async function preparePage(packedClient: string): Promise<void> {
  const from = (name: string) => fileURLToPath(new URL(`./elsewhere/${name}`, import.meta.url))
  writeFileSync(join(elsewhere, 'package.json'), JSON.stringify({ name: 'page', private: true, type: 'module' }))
  const installed = await run(elsewhere, 'npm', ['install', '--offline', '--no-audit', '--no-fund', packedClient])
  expect(wellEnded(installed)).toContain('added 1 package')
  for (const name of ['react', 'react-dom', 'scheduler'])
    symlinkSync(join(project, 'node_modules', name), join(elsewhere, 'node_modules', name))
  for (const name of ['plain.ts', 'in-react.tsx']) cpSync(from(name), join(elsewhere, name))
  writeFileSync(join(elsewhere, 'use-zone.ts'), readReactHook())
  writeFileSync(join(elsewhere, 'tsconfig.json'), JSON.stringify({ compilerOptions: { jsx: 'react-jsx' } }))
  for (const name of ['plain.ts', 'in-react.tsx'])
    writeFileSync(join(elsewhere, name.replace(/\.tsx?$/, '.html')), documentOf(`./${name}`))
  await bundleByEsbuild()
  await vite({
    root: elsewhere,
    base: '/vite/',
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(elsewhere, 'dist/vite'),
      rolldownOptions: { input: ['plain.html', 'in-react.html'].map((name) => join(elsewhere, name)) },
    },
  })
}

async function bundleByEsbuild(): Promise<void> {
  const outdir = join(elsewhere, 'dist/esbuild')
  await esbuild({
    entryPoints: ['plain.ts', 'in-react.tsx'].map((name) => join(elsewhere, name)),
    ...{ outdir, bundle: true, format: 'esm', jsx: 'automatic', minify: true, logLevel: 'warning' },
    absWorkingDir: elsewhere,
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  mkdirSync(outdir, { recursive: true })
  for (const name of ['plain', 'in-react']) writeFileSync(join(outdir, `${name}.html`), documentOf(`./${name}.js`))
}

function documentOf(script: string): string {
  return `<!doctype html><html lang="en"><title>A page</title><body><script type="module" src="${script}"></script></body></html>`
}

/** Any server of files will do. */
function servePages(folder: string): Promise<Server> {
  const files = createServer((request, answer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    try {
      const body = readFileSync(join(folder, pathname))
      answer.writeHead(200, { 'content-type': pathname.endsWith('.html') ? 'text/html' : 'text/javascript' }).end(body)
    } catch {
      answer.writeHead(pathname === '/favicon.ico' ? 204 : 404).end()
    }
  })
  return new Promise((resolve) => files.listen(0, '127.0.0.1', () => resolve(files)))
}

function originOf(files: Server): string {
  return `http://127.0.0.1:${(files.address() as AddressInfo).port}`
}
