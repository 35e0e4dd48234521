import type { GgufHeader } from './gguf-header.ts'

/** llama.cpp's `pooling_type` for mean, first and last token; 0 is none, 4 compares two texts. */
const poolings = new Set([1, 2, 3])

/** Whether a model turns texts into vectors; such a file says how, and one of a model that writes says nothing. */
export function isEmbeddingModel({ poolingType }: Pick<GgufHeader, 'poolingType'>): boolean {
  return poolingType !== undefined && poolings.has(poolingType)
}
