import { availableParallelism } from 'node:os'
import { holdThreads } from './hold-threads.ts'

holdThreads(availableParallelism())
await import('../../../../src-main/inference/inference.ts')
