import { fileURLToPath } from 'node:url'

/**
 * Hooks of Node's module loader, for game modules that lie outside of this project: wherever the file is, `gridtick`
 * means this framework, `zod` is found without being installed beside it, and TypeScript is read as an ES module.
 */

/**
 * @typedef {object} Settings
 * @property {string} project The folder of this project, as a file URL with a slash at its end.
 * @property {import('node:worker_threads').MessagePort} needed Told the path of all that is imported, or would be.
 */

/** @type {Settings} */
let settings

export function initialize(/** @type {Settings} */ data) {
  settings = data
}

export async function resolve(specifier, context, nextResolve) {
  try {
    const resolved = await find(specifier, context, nextResolve)
    tellNeeded(resolved.url)
    return resolved
  } catch (error) {
    // It may be made later on.
    if (/^\.{0,2}\//.test(specifier)) tellNeeded(new URL(specifier, context.parentURL).href)
    throw error
  }
}

function tellNeeded(/** @type {string} */ url) {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return
  try {
    settings.needed.postMessage(fileURLToPath(url.replace(/[?#].*$/, '')))
  } catch {
    // No path of this machine is written like that, so no file will ever be there.
  }
}

async function find(specifier, context, nextResolve) {
  const { parentURL = '' } = context
  const here = { ...context, parentURL: settings.project }
  if (isForeign(parentURL) && /^(@gridtick\/|gridtick(\/|$))/.test(specifier)) return nextResolve(specifier, here)
  if (isForeign(parentURL) && specifier === 'zod') {
    try {
      return await nextResolve(specifier, context)
    } catch {
      return nextResolve(specifier, here)
    }
  }
  const resolved = await nextResolve(specifier, context)
  const url = withoutCommonJsMark(resolved.url)
  return isForeign(url) && isModuleSource(url) ? { ...resolved, url, format: 'module' } : resolved
}

/** Whether a file is no part of this project; packages that are installed in it are none. */
function isForeign(/** @type {string} */ url) {
  return url.startsWith('file:') && (!url.startsWith(settings.project) || url.includes('/node_modules/'))
}

/** A game module may be installed as a package, in TypeScript; JavaScript of packages is what they say it is. */
function isModuleSource(/** @type {string} */ url) {
  return url.includes('/node_modules/') ? /\.ts(\?|$)/.test(url) : /\.(ts|js)(\?|$)/.test(url)
}

/**
 * Where no package.json says `"type": "module"`, tsx takes a file that another one imports for CommonJS, and answers with
 * the address of a wrapper around it. As an ES module it is read by its own.
 */
function withoutCommonJsMark(/** @type {string} */ url) {
  return url.replace(/(%3F|\?)tsx-commonjs-.*$/, '')
}
