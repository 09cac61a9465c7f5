import { type ModuleName, NameError, readModuleName as readName } from 'create-gridtick'
import { wrongUsage } from '../command-error.ts'

/** Reads a module's name as somebody typed it. Throws a CommandError that says what is wrong, and what would be right. */
export function readModuleName(name: string): ModuleName {
  try {
    return readName(name)
  } catch (error) {
    if (error instanceof NameError) throw wrongUsage(error.message, error.todo)
    throw error
  }
}
