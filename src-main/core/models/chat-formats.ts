import type { ChatFormat } from '#contract/models'

const each = '{% for m in messages %}'
const answer = '{% if add_generation_prompt %}'
const role = "{{ 'model' if m.role == 'assistant' else 'user' }}"

/**
 * Common ways to put a chat to a model. Gemma and Mistral have no place for system texts: those are passed over here, and
 * the engine puts them at the head of the first request.
 */
export const chatFormats: ChatFormat[] = [
  {
    key: 'chatml',
    text: `${each}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}${answer}<|im_start|>assistant\n{% endif %}`,
  },
  {
    key: 'llama3',
    text: `{{ bos_token }}${each}<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n{{ m.content }}<|eot_id|>{% endfor %}${answer}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}`,
  },
  {
    key: 'gemma',
    text: `{{ bos_token }}${each}{% if m.role != 'system' %}<start_of_turn>${role}\n{{ m.content }}<end_of_turn>\n{% endif %}{% endfor %}${answer}<start_of_turn>model\n{% endif %}`,
  },
  {
    key: 'mistral',
    text: `{{ bos_token }}${each}{% if m.role == 'user' %}[INST] {{ m.content }} [/INST]{% elif m.role == 'assistant' %} {{ m.content }}{{ eos_token }}{% endif %}{% endfor %}`,
  },
  {
    key: 'plain',
    text: `${each}{% if m.role == 'system' %}{{ m.content }}\n\n{% elif m.role == 'user' %}### Instruction:\n{{ m.content }}\n\n{% else %}### Response:\n{{ m.content }}{{ eos_token }}\n\n{% endif %}{% endfor %}${answer}### Response:\n{% endif %}`,
  },
]
