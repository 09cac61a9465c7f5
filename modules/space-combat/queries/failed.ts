import { z } from 'zod'

/** Why a query has no answer, as a value: `{"error":{"code":…,"message":…}}`. */
export const failedSchema = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })
