import { createHash } from 'node:crypto'

type Directive = 'script-src' | 'style-src' | 'img-src' | 'connect-src'

/**
 * The Content-Security-Policy of a page: nothing may be loaded but what is named, so that a page works offline and
 * nothing injected runs; it frames nothing, is framed by nobody, and sends no forms.
 */
export function pagePolicy(allowed: { readonly [Name in Directive]?: string }): string {
  const named = Object.entries(allowed).map(([directive, sources]) => `${directive} ${sources}`)
  return ["default-src 'none'", ...named, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ')
}

/** For `style-src`: this text in a `<style>` of the page, and no other. */
export function styleSource(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`
}
