import { serveJob } from '../serve-job.ts'
import { collectFacets } from './collect-facets.ts'

/** Entry of the thread that works out what the personas of an older library are narrowed by. */
serveJob(collectFacets)
