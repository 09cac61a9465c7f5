/** What a module is called: in files and on the wire, and in code. */
export type ModuleName = { readonly name: string; readonly identifier: string }
