import type { TinyGgufOptions } from './tiny-gguf.ts'

/** How a family of models lays out a chat, in a template of our own that behaves as theirs do. */
export type ChatFamily = Required<Pick<TinyGgufOptions, 'addBos' | 'familyTokens'>> &
  Pick<TinyGgufOptions, 'bos' | 'eos'> & {
    chatTemplate: string
    /** A system text "Be brief.", one earlier turn ("A baker" and "Bread."), and the request "A nurse". */
    chat: string
    /** The same without a system text. */
    withoutSystem: string
    /** Printed before the answer when it has to begin at once; what `chat` ends with in most families. */
    beforeStart?: string
  }

const request = '{% if add_generation_prompt %}'

export const chatFamilies: Record<string, ChatFamily> = {
  'Qwen 2.5: ChatML with a system text of its own': {
    addBos: false,
    familyTokens: { control: ['<|vision_start|>'] },
    eos: '<|im_end|>',
    chatTemplate:
      "{% if messages[0].role != 'system' %}<|im_start|>system\nA helper of the Q family.<|im_end|>\n{% endif %}" +
      '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}' +
      `${request}<|im_start|>assistant\n{% endif %}`,
    chat: '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nA baker<|im_end|>\n<|im_start|>assistant\nBread.<|im_end|>\n<|im_start|>user\nA nurse<|im_end|>\n<|im_start|>assistant\n',
    withoutSystem:
      '<|im_start|>system\nA helper of the Q family.<|im_end|>\n<|im_start|>user\nA baker<|im_end|>\n<|im_start|>assistant\nBread.<|im_end|>\n<|im_start|>user\nA nurse<|im_end|>\n<|im_start|>assistant\n',
  },
  'Qwen 3: ChatML, thinks unless told not to': {
    addBos: false,
    familyTokens: { userDefined: ['<think>', '</think>', '<tool_call>'] },
    eos: '<|im_end|>',
    chatTemplate:
      '{% for m in messages %}<|im_start|>{{ m.role }}\n' +
      "{{ m.content.split('</think>') | last if m.role == 'assistant' else m.content }}<|im_end|>\n{% endfor %}" +
      `${request}<|im_start|>assistant\n` +
      '{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}',
    chat: '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nA baker<|im_end|>\n<|im_start|>assistant\nBread.<|im_end|>\n<|im_start|>user\nA nurse<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
    withoutSystem:
      '<|im_start|>user\nA baker<|im_end|>\n<|im_start|>assistant\nBread.<|im_end|>\n<|im_start|>user\nA nurse<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
  },
  'Gemma 3: prints its first token, puts the system text before the first request': {
    addBos: true,
    familyTokens: { control: ['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'] },
    bos: '<bos>',
    eos: '<eos>',
    chatTemplate:
      "{{ bos_token }}{% set head = '' %}{% set turns = messages %}{% if messages[0].role == 'system' %}" +
      "{% set head = messages[0].content ~ '\n\n' %}{% set turns = messages[1:] %}{% endif %}{% for m in turns %}" +
      "{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Turns have to alternate') }}{% endif %}" +
      "<start_of_turn>{{ 'model' if m.role == 'assistant' else m.role }}\n" +
      `{{ head if loop.first }}{{ m.content | trim }}<end_of_turn>\n{% endfor %}${request}<start_of_turn>model\n{% endif %}`,
    chat: '<bos><start_of_turn>user\nBe brief.\n\nA baker<end_of_turn>\n<start_of_turn>model\nBread.<end_of_turn>\n<start_of_turn>user\nA nurse<end_of_turn>\n<start_of_turn>model\n',
    withoutSystem:
      '<bos><start_of_turn>user\nA baker<end_of_turn>\n<start_of_turn>model\nBread.<end_of_turn>\n<start_of_turn>user\nA nurse<end_of_turn>\n<start_of_turn>model\n',
  },
  'Gemma 2: refuses a system text': {
    addBos: true,
    familyTokens: { control: ['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'] },
    bos: '<bos>',
    eos: '<eos>',
    chatTemplate:
      "{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('There is no such role') }}{% endif %}" +
      "{% for m in messages %}<start_of_turn>{{ 'model' if m.role == 'assistant' else m.role }}\n" +
      `{{ m.content | trim }}<end_of_turn>\n{% endfor %}${request}<start_of_turn>model\n{% endif %}`,
    chat: '<bos><start_of_turn>user\nBe brief.\n\nA baker<end_of_turn>\n<start_of_turn>model\nBread.<end_of_turn>\n<start_of_turn>user\nA nurse<end_of_turn>\n<start_of_turn>model\n',
    withoutSystem:
      '<bos><start_of_turn>user\nA baker<end_of_turn>\n<start_of_turn>model\nBread.<end_of_turn>\n<start_of_turn>user\nA nurse<end_of_turn>\n<start_of_turn>model\n',
  },
  'Llama 3: a system turn always, with the day in it': {
    addBos: true,
    familyTokens: {
      control: ['<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    },
    bos: '<|begin_of_text|>',
    eos: '<|eot_id|>',
    chatTemplate:
      "{{- bos_token }}{%- set own = '' %}{%- set turns = messages %}{%- if messages[0].role == 'system' %}" +
      '{%- set own = messages[0].content | trim %}{%- set turns = messages[1:] %}{%- endif %}' +
      "{{- '<|start_header_id|>system<|end_header_id|>\n\nDay: ' ~ strftime_now('%d %b %Y') ~ '\n\n' ~ own ~ '<|eot_id|>' }}" +
      "{%- for m in turns %}{{- '<|start_header_id|>' ~ m.role ~ '<|end_header_id|>\n\n' ~ (m.content | trim) ~ '<|eot_id|>' }}" +
      `{%- endfor %}{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{%- endif %}`,
    chat: '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nDay: 01 Jan 2026\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA baker<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nBread.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA nurse<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    withoutSystem:
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nDay: 01 Jan 2026\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA baker<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nBread.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA nurse<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  },
  'Mistral 7B: the system text stands before the last request': {
    addBos: true,
    familyTokens: { control: ['<s>', '</s>', '[INST]', '[/INST]'] },
    bos: '<s>',
    eos: '</s>',
    chatTemplate:
      "{{ bos_token }}{% set head = '' %}{% set turns = messages %}{% if messages[0].role == 'system' %}" +
      "{% set head = messages[0].content ~ '\n\n' %}{% set turns = messages[1:] %}{% endif %}" +
      "{% for m in turns %}{% if m.role == 'user' %}[INST] {{ head if loop.last }}{{ m.content }}[/INST]" +
      "{% elif m.role == 'assistant' %} {{ m.content }}{{ eos_token }}{% else %}" +
      "{{ raise_exception('Only user and assistant') }}{% endif %}{% endfor %}",
    chat: '<s>[INST] A baker[/INST] Bread.</s>[INST] Be brief.\n\nA nurse[/INST]',
    withoutSystem: '<s>[INST] A baker[/INST] Bread.</s>[INST] A nurse[/INST]',
  },
  'Mistral Small: tokens of its own around the system text': {
    addBos: true,
    familyTokens: { control: ['<s>', '</s>', '[INST]', '[/INST]', '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'] },
    bos: '<s>',
    eos: '</s>',
    chatTemplate:
      "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}[SYSTEM_PROMPT]{{ m.content }}[/SYSTEM_PROMPT]" +
      "{% elif m.role == 'user' %}[INST]{{ m.content }}[/INST]{% else %}{{ m.content }}{{ eos_token }}{% endif %}{% endfor %}",
    chat: '<s>[SYSTEM_PROMPT]Be brief.[/SYSTEM_PROMPT][INST]A baker[/INST]Bread.</s>[INST]A nurse[/INST]',
    withoutSystem: '<s>[INST]A baker[/INST]Bread.</s>[INST]A nurse[/INST]',
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
      `${request}<|start_of_role|>assistant<|end_of_role|>{% endif %}`,
    chat: '<|start_of_role|>system<|end_of_role|>Be brief.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>A baker<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>Bread.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>A nurse<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>',
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
    chatTemplate:
      "<|start|>system<|message|>Effort: {{ reasoning_effort if reasoning_effort is defined else 'medium' }}<|end|>" +
      "{% for m in messages %}{% if m.role == 'assistant' %}<|start|>assistant<|channel|>final<|message|>{{ m.content }}<|end|>" +
      "{% else %}<|start|>{{ 'developer' if m.role == 'system' else m.role }}<|message|>{{ m.content }}<|end|>{% endif %}" +
      `{% endfor %}${request}<|start|>assistant{% endif %}`,
    chat: '<|start|>system<|message|>Effort: low<|end|><|start|>developer<|message|>Be brief.<|end|><|start|>user<|message|>A baker<|end|><|start|>assistant<|channel|>final<|message|>Bread.<|end|><|start|>user<|message|>A nurse<|end|><|start|>assistant',
    withoutSystem:
      '<|start|>system<|message|>Effort: low<|end|><|start|>user<|message|>A baker<|end|><|start|>assistant<|channel|>final<|message|>Bread.<|end|><|start|>user<|message|>A nurse<|end|><|start|>assistant',
    beforeStart: '<|channel|>final<|message|>',
  },
}
