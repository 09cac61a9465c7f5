/**
 * Where the code of the watchdog's thread is. In what is published the build puts the code itself in the place of this, as a
 * `data:` URL: a server has it wherever it is, also bundled into one file.
 */
export const threadCode = new URL('./thread.js', import.meta.url)
