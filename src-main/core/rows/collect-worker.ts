import { serveJob } from '../serve-job.ts'
import { collectWords } from './collect-words.ts'

/** Entry of the thread that makes an older library searchable. */
serveJob(collectWords)
