import { createHash } from 'node:crypto'
import { pagePolicy } from './page-policy.ts'
import { problem } from './problem.ts'
import { type Call, defineRoute, type Route } from './route.ts'
import type { Site, SiteFile } from './site.ts'

/** Everything comes from this server, as files of the page. */
const policy = pagePolicy({
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
})

/** The page at `/` and its files. They are the same for everybody and hold no state and no secret. */
export function siteRoutes(site: Site): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/',
      who: 'anyone',
      tag: 'server',
      summary: 'The page to play and to look inside.',
      answers: { 200: { description: 'The page', mediaType: 'text/html' } },
      handle: (call) => answerFile(call, site, 'index.html'),
    }),
    defineRoute({
      method: 'get',
      path: '/console/{file}',
      who: 'anyone',
      tag: 'server',
      summary: 'A file of the page.',
      answers: { 200: { description: 'The file', mediaType: 'text/javascript' } },
      isHidden: true,
      handle: (call) => answerFile(call, site, call.param('file')),
    }),
  ]
}

async function answerFile(call: Call<unknown, unknown>, site: Site, name: string): Promise<Response> {
  const file = await site.read(name)
  if (file === undefined) throw problem('not_found', 'There is no such file.')
  const etag = tagOf(file)
  const headers = { etag, 'cache-control': 'no-cache', 'content-security-policy': policy }
  if (hasTag(call.context.req.header('if-none-match'), etag)) return call.context.body(null, 304, headers)
  return call.context.body(file.body, 200, { ...headers, 'content-type': file.mediaType })
}

/** Compared weakly (RFC 9110, 13.1.2); no tag of ours has a comma in it. */
function hasTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes('*') || known.includes(etag)
}

const tags = new WeakMap<SiteFile, string>()

function tagOf(file: SiteFile): string {
  const tag = tags.get(file) ?? `"${createHash('sha256').update(file.body).digest('base64url').slice(0, 22)}"`
  tags.set(file, tag)
  return tag
}
