import { z } from 'zod'

/** A time as events and answers carry it. */
export const timeSchema = z.string().describe('a time, ISO 8601')
