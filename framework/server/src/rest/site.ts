/** A web page that the server shows at `/`, with its files below `/console/`. Who makes it is none of REST's business. */
export type Site = {
  /** The page itself: `index.html`. Others by their names, as `main.js`; undefined where there is no such file. */
  read(name: string): Promise<SiteFile | undefined>
}

export type SiteFile = {
  readonly body: string
  /** As `text/javascript; charset=utf-8`. */
  readonly mediaType: string
}
