import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { builtFiles } from './built-files.ts'

/** In CI no test takes longer, ms. What does moves its size to `npm run test:long`. */
const slowMs = 20_000

/** Makes a lane in which no test ran a failure, and names the tests that are too slow. */
export function createLaneReporter(): Reporter {
  let vitest: Vitest | undefined
  return {
    onInit(started) {
      vitest = started
    },
    onTestRunEnd(modules) {
      if (vitest === undefined || vitest.config.watch) return
      for (const line of slowTests(modules)) vitest.logger.log(`Slow: ${line}`)
      for (const file of builtFiles(readBy(vitest))) {
        vitest.logger.error(`Tests read sources, and this one has read what was built: ${file}`)
        process.exitCode = 1
      }
      if (vitest.config.testNamePattern !== undefined) return
      for (const lane of lanesWithoutTests(modules)) {
        vitest.logger.error(`The lane ${lane} ran no test.`)
        process.exitCode = 1
      }
    },
  }
}

/** All that the tests have imported, by the paths of the files. */
function readBy(vitest: Vitest): readonly string[] {
  return vitest.projects.flatMap(({ vite }) =>
    Object.values(vite.environments).flatMap(({ moduleGraph }) => [...moduleGraph.idToModuleMap.keys()]),
  )
}

/** A lane without a file Vitest refuses by itself. */
function lanesWithoutTests(modules: readonly TestModule[]): readonly string[] {
  const ran = new Set(modules.filter(hasRun).map(({ project }) => project.name))
  return [...new Set(modules.map(({ project }) => project.name))].filter((lane) => !ran.has(lane))
}

/** A file that cannot be read is a failure of its own. */
function hasRun(module: TestModule): boolean {
  const tests = [...module.children.allTests()]
  return module.state() === 'failed' || tests.some((test) => ['passed', 'failed'].includes(test.result().state))
}

function slowTests(modules: readonly TestModule[]): readonly string[] {
  return modules
    .flatMap(({ children }) => [...children.allTests()])
    .map((test) => ({ test, ms: test.diagnostic()?.duration ?? 0 }))
    .filter(({ ms }) => ms > slowMs)
    .map(({ test, ms }) => `${Math.round(ms / 1_000)} s, ${test.module.relativeModuleId}: ${test.fullName}`)
}
