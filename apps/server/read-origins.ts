/**
 * The origins of `ALLOWED_ORIGINS` as browsers send them, so that they are compared letter by letter: comma-separated, of
 * pages (`https://play.example.org`) and of apps (`capacitor://localhost`). `null` is what sandboxed frames and files
 * send, so it names nobody: they are let in only if the setting names `null`. `complain` gets each that is no origin, and what to write.
 */
export function readOrigins(text: string, complain: (message: string) => void): readonly string[] {
  return text.split(',').flatMap((item) => {
    const origin = item.trim().toLowerCase()
    const wrong = whatIsWrong(origin)
    if (wrong === undefined) return [origin]
    complain(wrong)
    return []
  })
}

/** Schemes of which a page has no origin that could be named, or that are none of a page. */
const schemesOfNoPage = /^(file|data|blob|javascript|about):/

function whatIsWrong(origin: string): string | undefined {
  if (origin === '') return 'has an empty entry: remove the extra comma.'
  if (origin === 'null') return undefined
  const shown = `"${origin}"`
  if (origin.includes('*')) return `has ${shown}: wildcards are not supported, name each origin.`
  if (schemesOfNoPage.test(origin)) return `has ${shown}: such pages send "null" as their origin.`
  if (/^wss?:/.test(origin))
    return `has ${shown}: name the page that connects, for example ${origin.replace(/^ws/, 'http')}.`
  const [, scheme, authority, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/.exec(origin) ?? []
  if (scheme === undefined || authority === undefined)
    return `has ${shown}, which is not an origin: write it with its scheme, for example https://play.example.org.`
  const plain = plainOrigin(scheme, authority)
  if (plain === undefined) return `has ${shown}, which is not an origin: write it like https://play.example.org.`
  if (rest !== '' || plain !== origin) return `has ${shown}: browsers send no more than ${plain}, so write that.`
  return undefined
}

/** Of pages as the browser makes it: without the usual port, in the letters of the network. Apps have a name there. */
function plainOrigin(scheme: string, authority: string): string | undefined {
  if (scheme !== 'http' && scheme !== 'https')
    return /^[a-z0-9._-]+(:\d{1,5})?$/.test(authority) ? `${scheme}://${authority}` : undefined
  const url = `${scheme}://${authority}`
  return URL.canParse(url) ? new URL(url).origin : undefined
}
