import { connect } from 'node:net'
import { serveJob } from '../../src-main/core/serve-job.ts'

/** A thread that does what none of ours may. */
serveJob(() => void connect(443, '192.0.2.1'))
