import { collectBacklog } from '../collect-backlog.ts'
import { createEraseBacklog } from './erase-backlog.ts'

/** Entry of the thread that takes the rows of erased datasets out of the library. */
collectBacklog(createEraseBacklog, { longestMs: 10, atOnce: 20, isSecure: true })
