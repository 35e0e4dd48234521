import { readTemplate } from '../../scripts/fetch-templates.mjs'
import type { TinyGgufOptions } from './tiny-gguf.ts'
import { tinyVocabulary } from './tiny-vocabulary.ts'

/** How a family of models lays out a chat. */
export type ChatFamily = Required<Pick<TinyGgufOptions, 'addBos' | 'familyTokens'>> &
  Pick<TinyGgufOptions, 'bos' | 'eos'> & {
    /** The vendor's own template, by its file among those that `scripts/fetch-templates.mjs` fetches. */
    vendorFile?: string
    /** One of ours that behaves as theirs, which no package has. */
    chatTemplate?: string
    /**
     * A system text "Be brief.", one earlier turn ("A baker" and "Bread."), and the request "A nurse". Dots stand around
     * each token that is longer than a byte.
     */
    chat: string
    /** The text of the same without a system text. */
    withoutSystem: string
    /** Printed before the answer when it has to begin at once; what `chat` ends with in most families. */
    beforeStart?: string
  }

const betweenTokens = '·'

/** Texts whose tokens are marked, one behind the other. */
export const marked = (...texts: string[]): string => texts.join(betweenTokens)

/** A text whose tokens are marked, as it is. */
export const unmarked = (marked: string): string => marked.replaceAll(betweenTokens, '')

/** The ids in the tiny vocabulary: of a whole token where a piece between marks is one, else of its bytes. */
export function idsOf({ familyTokens }: ChatFamily, marked: string): number[] {
  const { tokens } = tinyVocabulary(familyTokens)
  const firstByte = tokens.indexOf('!') - 0x21
  return marked.split(betweenTokens).flatMap((piece) => {
    // In byte-level BPE, U+0120 stands for a space.
    const whole = tokens.indexOf(piece.replace(/^ /, '\u0120'))
    return piece.length > 1 && whole >= 0 ? [whole] : Array.from(Buffer.from(piece), (byte) => firstByte + byte)
  })
}

/** The template of a family; undefined where it was not fetched. */
export async function templateOf({ vendorFile, chatTemplate }: ChatFamily): Promise<string | undefined> {
  return vendorFile === undefined ? chatTemplate : readTemplate(vendorFile)
}

const gemmaTokens = { control: ['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'] }
const mistralTokens = { control: ['<s>', '</s>', '[INST]', '[/INST]', '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'] }

export const chatFamilies: Record<string, ChatFamily> = {
  'Qwen 2.5: ChatML with a system text of its own': {
    addBos: false,
    familyTokens: { control: ['<|vision_start|>'] },
    eos: '<|im_end|>',
    vendorFile: 'qwen2_5.jinja',
    chat: '<|im_start|>·system\nBe· b·rief.·<|im_end|>·\n·<|im_start|>·user\nA· b·aker·<|im_end|>·\n·<|im_start|>·assistant\nBread.·<|im_end|>·\n·<|im_start|>·user\nA· nurse·<|im_end|>·\n·<|im_start|>·assistant\n',
    withoutSystem:
      '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\nA baker<|im_end|>\n<|im_start|>assistant\nBread.<|im_end|>\n<|im_start|>user\nA nurse<|im_end|>\n<|im_start|>assistant\n',
  },
  'Qwen 3: ChatML, thinks unless told not to': {
    addBos: false,
    familyTokens: { userDefined: ['<think>', '</think>', '<tool_call>'] },
    eos: '<|im_end|>',
    vendorFile: 'qwen3.jinja',
    chat: '<|im_start|>·system\nBe· b·rief.·<|im_end|>·\n·<|im_start|>·user\nA· b·aker·<|im_end|>·\n·<|im_start|>·assistant\nBread.·<|im_end|>·\n·<|im_start|>·user\nA· nurse·<|im_end|>·\n·<|im_start|>·assistant\n·<think>·\n\n·</think>·\n\n',
    withoutSystem:
      '<|im_start|>user\nA baker<|im_end|>\n<|im_start|>assistant\nBread.<|im_end|>\n<|im_start|>user\nA nurse<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
  },
  'Gemma 3: prints its first token, puts the system text before the first request': {
    addBos: true,
    familyTokens: gemmaTokens,
    bos: '<bos>',
    eos: '<eos>',
    vendorFile: 'gemma3.jinja',
    chat: '<bos>·<start_of_turn>·user\nBe· b·rief.\n\nA· b·aker·<end_of_turn>·\n·<start_of_turn>·model\nBread.·<end_of_turn>·\n·<start_of_turn>·user\nA· nurse·<end_of_turn>·\n·<start_of_turn>·model\n',
    withoutSystem:
      '<bos><start_of_turn>user\nA baker<end_of_turn>\n<start_of_turn>model\nBread.<end_of_turn>\n<start_of_turn>user\nA nurse<end_of_turn>\n<start_of_turn>model\n',
  },
  'Gemma 2: refuses a system text': {
    addBos: true,
    familyTokens: gemmaTokens,
    bos: '<bos>',
    eos: '<eos>',
    vendorFile: 'gemma.jinja',
    chat: '<bos>·<start_of_turn>·user\nBe· b·rief.\n\nA· b·aker·<end_of_turn>·\n·<start_of_turn>·model\nBread.·<end_of_turn>·\n·<start_of_turn>·user\nA· nurse·<end_of_turn>·\n·<start_of_turn>·model\n',
    withoutSystem:
      '<bos><start_of_turn>user\nA baker<end_of_turn>\n<start_of_turn>model\nBread.<end_of_turn>\n<start_of_turn>user\nA nurse<end_of_turn>\n<start_of_turn>model\n',
  },
  'Llama 3.2: a system turn always, with the day in it': {
    addBos: true,
    familyTokens: {
      control: ['<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    },
    bos: '<|begin_of_text|>',
    eos: '<|eot_id|>',
    vendorFile: 'llama3_2.jinja',
    chat: '<|begin_of_text|>·<|start_header_id|>·system·<|end_header_id|>·\n\nCutting Knowledge Date: December 2023\nToday Date: 01 Jan 2026\n\nBe· b·rief.·<|eot_id|>·<|start_header_id|>·user·<|end_header_id|>·\n\nA· b·aker·<|eot_id|>·<|start_header_id|>·assistant·<|end_header_id|>·\n\nBread.·<|eot_id|>·<|start_header_id|>·user·<|end_header_id|>·\n\nA· nurse·<|eot_id|>·<|start_header_id|>·assistant·<|end_header_id|>·\n\n',
    withoutSystem:
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 01 Jan 2026\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA baker<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nBread.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA nurse<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  },
  'Phi 3: a token for each role': {
    addBos: false,
    familyTokens: { control: ['<s>', '<|system|>', '<|user|>', '<|assistant|>', '<|end|>'] },
    bos: '<s>',
    eos: '<|end|>',
    vendorFile: 'phi3.jinja',
    chat: '<|system|>·\nBe· b·rief.·<|end|>·\n·<|user|>·\nA· b·aker·<|end|>·\n·<|assistant|>·\nBread.·<|end|>·\n·<|user|>·\nA· nurse·<|end|>·\n·<|assistant|>·\n',
    withoutSystem: '<|user|>\nA baker<|end|>\n<|assistant|>\nBread.<|end|>\n<|user|>\nA nurse<|end|>\n<|assistant|>\n',
  },
  'Mistral Nemo: the system text stands before the last request': {
    addBos: true,
    familyTokens: mistralTokens,
    bos: '<s>',
    eos: '</s>',
    vendorFile: 'mistral_v3_tekken.jinja',
    chat: '<s>·[INST]·A· b·aker·[/INST]·Bread.·</s>·[INST]·Be· b·rief.\n\nA· nurse·[/INST]',
    withoutSystem: '<s>[INST]A baker[/INST]Bread.</s>[INST]A nurse[/INST]',
  },
  'Mistral Small: tokens of its own around the system text, which is a long one where none is given': {
    addBos: true,
    familyTokens: mistralTokens,
    bos: '<s>',
    eos: '</s>',
    vendorFile: 'mistral_v7_tekken.jinja',
    chat: '<s>·[SYSTEM_PROMPT]·Be· b·rief.·[/SYSTEM_PROMPT]·[INST]·A· b·aker·[/INST]·Bread.·</s>·[INST]·A· nurse·[/INST]',
    withoutSystem:
      '<s>[SYSTEM_PROMPT]You are Mistral Small 3, a Large Language Model (LLM) created by Mistral AI, a French startup headquartered in Paris.\nYour knowledge base was last updated on 2023-10-01. The current date is 2026-01-01.\n\nWhen you\'re not sure about some information, you say that you don\'t have the information and don\'t make up anything.\nIf the user\'s question is not clear, ambiguous, or does not provide enough context for you to accurately answer the question, you do not try to answer it right away and you rather ask the user to clarify their request (e.g. "What are some good restaurants around me?" => "Where are you?" or "When is the next flight to Tokyo" => "Where do you travel from?")[/SYSTEM_PROMPT][INST]A baker[/INST]Bread.</s>[INST]A nurse[/INST]',
  },
  'Granite: roles between tokens, thinks where it is told to': {
    addBos: false,
    familyTokens: { control: ['<|start_of_role|>', '<|end_of_role|>', '<|end_of_text|>'] },
    bos: '<|end_of_text|>',
    eos: '<|end_of_text|>',
    chatTemplate:
      "{% if messages[0].role != 'system' %}<|start_of_role|>system<|end_of_role|>Today is {{ strftime_now('%B %d, %Y') }}." +
      '{% if thinking is not defined or thinking %} Think first.{% endif %}<|end_of_text|>\n{% endif %}' +
      '{% for m in messages %}<|start_of_role|>{{ m.role }}<|end_of_role|>{{ m.content }}<|end_of_text|>\n{% endfor %}' +
      '{% if add_generation_prompt %}<|start_of_role|>assistant<|end_of_role|>{% endif %}',
    chat: '<|start_of_role|>·system·<|end_of_role|>·Be· b·rief.·<|end_of_text|>·\n·<|start_of_role|>·user·<|end_of_role|>·A· b·aker·<|end_of_text|>·\n·<|start_of_role|>·assistant·<|end_of_role|>·Bread.·<|end_of_text|>·\n·<|start_of_role|>·user·<|end_of_role|>·A· nurse·<|end_of_text|>·\n·<|start_of_role|>·assistant·<|end_of_role|>',
    withoutSystem:
      '<|start_of_role|>system<|end_of_role|>Today is January 01, 2026.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>A baker<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>Bread.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>A nurse<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>',
  },
  'gpt-oss: thinks and answers in channels': {
    addBos: false,
    familyTokens: {
      control: ['<|start|>', '<|end|>', '<|message|>', '<|channel|>', '<|return|>', '<|call|>'],
    },
    bos: '<|start|>',
    eos: '<|return|>',
    vendorFile: 'gptoss.jinja',
    chat: '<|start|>·system·<|message|>·You· are· ChatGPT,· a· large· la·nguage· mo·del· t·rained· by· OpenAI.\nKnowledge· c·utoff: 2024-06\nCurrent· da·te: 2026-01-01\n\nReasoning:· lo·w\n\n# Valid· ch·annels:· an·alysis,· c·ommentary,· fin·al. Channel· mus·t· be· in·cluded· for· every· m·essage.·<|end|>·<|start|>·developer·<|message|>·# Instructions\n\nBe· b·rief.\n\n·<|end|>·<|start|>·user·<|message|>·A· b·aker·<|end|>·<|start|>·assistant·<|channel|>·final·<|message|>·Bread.·<|end|>·<|start|>·user·<|message|>·A· nurse·<|end|>·<|start|>·assistant',
    withoutSystem:
      '<|start|>system<|message|>You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\nCurrent date: 2026-01-01\n\nReasoning: low\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.<|end|><|start|>user<|message|>A baker<|end|><|start|>assistant<|channel|>final<|message|>Bread.<|end|><|start|>user<|message|>A nurse<|end|><|start|>assistant',
    beforeStart: '<|channel|>·final·<|message|>',
  },
}
