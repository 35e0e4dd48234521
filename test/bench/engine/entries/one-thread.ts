import { holdThreads } from './hold-threads.ts'

holdThreads(1)
await import('../../../../src-main/inference/inference.ts')
