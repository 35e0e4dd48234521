/** Value types of metadata by their number in the file, and the bytes of one. Texts and lists have no fixed size. */
export const ggufValueTypes = [
  { name: 'u8', bytes: 1 },
  { name: 'i8', bytes: 1 },
  { name: 'u16', bytes: 2 },
  { name: 'i16', bytes: 2 },
  { name: 'u32', bytes: 4 },
  { name: 'i32', bytes: 4 },
  { name: 'f32', bytes: 4 },
  { name: 'bool', bytes: 1 },
  { name: 'text', bytes: 0 },
  { name: 'list', bytes: 0 },
  { name: 'u64', bytes: 8 },
  { name: 'i64', bytes: 8 },
  { name: 'f64', bytes: 8 },
] as const
export type GgufValueType = (typeof ggufValueTypes)[number]['name']

/** Tensor types by number: values per block and bytes per block, as llama.cpp v0.5.0 reports them. Gaps were retired. */
export const ggmlTypes: Readonly<Record<number, { name: string; values: number; bytes: number }>> = {
  0: { name: 'F32', values: 1, bytes: 4 },
  1: { name: 'F16', values: 1, bytes: 2 },
  2: { name: 'Q4_0', values: 32, bytes: 18 },
  3: { name: 'Q4_1', values: 32, bytes: 20 },
  6: { name: 'Q5_0', values: 32, bytes: 22 },
  7: { name: 'Q5_1', values: 32, bytes: 24 },
  8: { name: 'Q8_0', values: 32, bytes: 34 },
  9: { name: 'Q8_1', values: 32, bytes: 36 },
  10: { name: 'Q2_K', values: 256, bytes: 84 },
  11: { name: 'Q3_K', values: 256, bytes: 110 },
  12: { name: 'Q4_K', values: 256, bytes: 144 },
  13: { name: 'Q5_K', values: 256, bytes: 176 },
  14: { name: 'Q6_K', values: 256, bytes: 210 },
  15: { name: 'Q8_K', values: 256, bytes: 292 },
  16: { name: 'IQ2_XXS', values: 256, bytes: 66 },
  17: { name: 'IQ2_XS', values: 256, bytes: 74 },
  18: { name: 'IQ3_XXS', values: 256, bytes: 98 },
  19: { name: 'IQ1_S', values: 256, bytes: 50 },
  20: { name: 'IQ4_NL', values: 32, bytes: 18 },
  21: { name: 'IQ3_S', values: 256, bytes: 110 },
  22: { name: 'IQ2_S', values: 256, bytes: 82 },
  23: { name: 'IQ4_XS', values: 256, bytes: 136 },
  24: { name: 'I8', values: 1, bytes: 1 },
  25: { name: 'I16', values: 1, bytes: 2 },
  26: { name: 'I32', values: 1, bytes: 4 },
  27: { name: 'I64', values: 1, bytes: 8 },
  28: { name: 'F64', values: 1, bytes: 8 },
  29: { name: 'IQ1_M', values: 256, bytes: 56 },
  30: { name: 'BF16', values: 1, bytes: 2 },
  34: { name: 'TQ1_0', values: 256, bytes: 54 },
  35: { name: 'TQ2_0', values: 256, bytes: 66 },
  39: { name: 'MXFP4', values: 32, bytes: 17 },
  40: { name: 'NVFP4', values: 64, bytes: 36 },
  41: { name: 'Q1_0', values: 128, bytes: 18 },
  42: { name: 'Q2_0', values: 64, bytes: 18 },
}

/** Words for `general.file_type`, by its number; an empty word is a type that was retired. */
export const quantizationWords: readonly string[] = [
  ...['F32', 'F16', 'Q4_0', 'Q4_1', '', '', '', 'Q8_0', 'Q5_0', 'Q5_1'],
  ...['Q2_K', 'Q3_K_S', 'Q3_K_M', 'Q3_K_L', 'Q4_K_S', 'Q4_K_M', 'Q5_K_S', 'Q5_K_M', 'Q6_K'],
  ...['IQ2_XXS', 'IQ2_XS', 'Q2_K_S', 'IQ3_XS', 'IQ3_XXS', 'IQ1_S', 'IQ4_NL', 'IQ3_S', 'IQ3_M', 'IQ2_S', 'IQ2_M'],
  ...['IQ4_XS', 'IQ1_M', 'BF16', '', '', '', 'TQ1_0', 'TQ2_0', 'MXFP4_MOE', 'NVFP4', 'Q1_0', 'Q2_0'],
]

/** Every architecture that the engine (node-llama-cpp 3.22.1, llama.cpp v0.5.0) says it can load; renew with the library. */
export const knownArchitectures: ReadonlySet<string> = new Set(
  [
    'afmoe apertus arcee arctic arwkv7 baichuan bailingmoe bailingmoe2 bailingmoe3 bert bitnet bloom chameleon chatglm',
    'clip codeshell cogvlm cohere2 cohere2moe command-r dbrx deci deepseek deepseek2 deepseek2-ocr deepseek32 deepseek4',
    'dflash dots1 dots3note dream eagle3 ernie4_5 ernie4_5-moe eurobert exaone exaone-moe exaone4 falcon falcon-h1',
    'gemma gemma-embedding gemma2 gemma3 gemma3n gemma4 gemma4-assistant glm-dsa glm4 glm4moe gpt-oss gpt2 gptj',
    'gptneox granite granite_swa granitehybrid granitemoe graniteswitch grok grovemoe hrm_text hunyuan-dense',
    'hunyuan-moe hunyuan_vl hy_v3 hy_v4 internlm2 jais jais2 jamba jina-bert-v2 jina-bert-v3 kimi-k3 kimi-linear',
    'laguna lfm2 lfm2moe llada llada-moe llama llama-embed llama4 maincoder mamba mamba2 maple mellum mimo2 minicpm',
    'minicpm3 minimax-01 minimax-m2 minimax-m3 mistral3 mistral4 modern-bert mpt muse-glimmer nanbeige nemotron',
    'nemotron_h nemotron_h_moe neo-bert nomic-bert nomic-bert-moe olmo olmo2 olmoe openelm orion paddleocr',
    'pangu-embedded phi2 phi3 phimoe plamo plamo2 plamo3 plm pockettts qwen qwen2 qwen2moe qwen2vl qwen3 qwen35',
    'qwen35moe qwen3moe qwen3next qwen3tts qwen3vl qwen3vlmoe qwen4exp refact rnd1 rwkv6 rwkv6qwen2 rwkv7 seed_oss',
    'smallthinker smollm3 spark2_5 stablelm starcoder starcoder2 step35 t5 t5encoder talkie wavtokenizer-dec xverse',
  ].flatMap((line) => line.split(' ')),
)

/** Architectures with layers without attention heads (recurrent, hybrid, thinned out): a count of 0 is right there. */
export const unevenArchitectures: ReadonlySet<string> = new Set(
  [
    'mamba mamba2 rwkv6 rwkv6qwen2 rwkv7 arwkv7 wavtokenizer-dec deci qwen3next qwen35 qwen35moe qwen4exp plamo2 jamba',
    'falcon-h1 deepseek4 nemotron_h nemotron_h_moe granitehybrid bailingmoe3 lfm2 lfm2moe minimax-01 kimi-linear kimi-k3',
  ].flatMap((line) => line.split(' ')),
)
