import { writeFileSync } from 'node:fs'
import { vectorsFile, vectorsText } from './vectors.ts'

/** Run it where the encoding changed on purpose: `node --conditions=gridtick-source --import tsx tests/codecs/compact/write-vectors.ts`. */
writeFileSync(vectorsFile, vectorsText())
