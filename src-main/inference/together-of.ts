import { GgmlType, type LlamaModel } from 'node-llama-cpp'
import { type Together, tokensTogether } from '#contract/together'

/** How many tokens of a loaded model are evaluated together. */
export function togetherOf({ fileInfo }: LlamaModel): Together {
  return tokensTogether((fileInfo.fullTensorInfo ?? []).map(({ ggmlType }) => GgmlType[ggmlType]))
}
