/** Written by the bundler: for each module that brings a screen, how to load it. */
declare module 'gridtick:screens' {
  export const screens: { readonly [module: string]: () => Promise<Readonly<Record<string, unknown>>> }
}

/** The text of a style sheet. */
declare module '*.css' {
  const text: string
  export default text
}
