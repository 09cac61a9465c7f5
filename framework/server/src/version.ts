/** The version of this package; that package.json says the same is tested. */
export const serverVersion = '0.1.0'
