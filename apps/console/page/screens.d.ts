/** Written by the bundler: for each module that brings a screen, how to load it. */
declare module 'gridtick:screens' {
  export const screens: { readonly [module: string]: () => Promise<LoadedScreen> }

  type LoadedScreen = {
    /** All that the screen's file exports. */
    readonly parts: Readonly<Record<string, unknown>>
    /** The address of the script that the file became: it stands in the stack of its errors. */
    readonly script: string
  }
}

/** Written by the bundler: for each module that brings a bot, how to load it. */
declare module 'gridtick:bots' {
  export const bots: { readonly [module: string]: () => Promise<{ readonly parts: Readonly<Record<string, unknown>> }> }
}
