/**
 * Hooks of Node's module loader, for game modules that lie outside of this project: wherever the file is, `gridtick`
 * means this framework, `zod` is found without being installed beside it, and TypeScript is read as an ES module.
 */

/** @type {{ project: string }} The folder of this project, as a file URL with a slash at its end. */
let settings

export function initialize(/** @type {{ project: string }} */ data) {
  settings = data
}

export async function resolve(specifier, context, nextResolve) {
  const { parentURL = '' } = context
  const isForeign = parentURL.startsWith('file:') && !parentURL.startsWith(settings.project)
  const here = { ...context, parentURL: settings.project }
  if (isForeign && /^gridtick(\/|$)/.test(specifier)) return nextResolve(specifier, here)
  if (isForeign && specifier === 'zod') {
    try {
      return await nextResolve(specifier, context)
    } catch {
      return nextResolve(specifier, here)
    }
  }
  const resolved = await nextResolve(specifier, context)
  const { url } = resolved
  const isForeignSource =
    url.startsWith('file:') && !url.startsWith(settings.project) && !url.includes('/node_modules/')
  return isForeignSource && /\.(ts|js)(\?|$)/.test(url) ? { ...resolved, format: 'module' } : resolved
}
