import { register } from 'tsx/esm/api'

// Node.js 20 knows a loader only in the thread that registered it.
register()
