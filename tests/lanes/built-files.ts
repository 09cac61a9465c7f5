/** Those of the files that `npm run build` has made of a package here: tests read its sources. */
export function builtFiles(files: readonly string[]): readonly string[] {
  return files.filter(
    (file) => /\/(framework\/[^/]+|modules|apps(\/[^/]+)?)\/dist\//.test(file) && !file.includes('/node_modules/'),
  )
}
