import { collectBacklog } from '../collect-backlog.ts'
import { createFacetBacklog } from './facet-backlog.ts'

/** Entry of the thread that works out what the personas of an older library are narrowed by. */
collectBacklog(createFacetBacklog, { longestMs: 12, atOnce: 200 })
