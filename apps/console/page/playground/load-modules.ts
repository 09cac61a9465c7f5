import { callApi } from '../api.ts'
import type { ModuleInfo } from './module-info.ts'

/** The games of this server. Throws an ApiError. */
export async function loadModules(): Promise<readonly ModuleInfo[]> {
  return (await callApi<{ modules: readonly ModuleInfo[] }>('/v1/modules')).modules
}
