/** The text of a style sheet, which the page's bundler puts in the place of the import. */
declare module '*.css' {
  const text: string
  export default text
}
