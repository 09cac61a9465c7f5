import { checkFiles } from './check-files.ts'

const { code, stdout, stderr } = checkFiles(process.argv.slice(2))
process.stdout.write(stdout)
process.stderr.write(stderr)
process.exitCode = code
