import { type CommandContext, textOf } from './command.ts'
import { type NodeCore, openCore } from './open-core.ts'

/** Opens the core for one command and closes it again, however that ends. Beside another program, or on a full disk, it only reads. */
export async function withCore<T>(
  context: CommandContext,
  access: 'write' | 'read-if-needed',
  work: (core: NodeCore) => Promise<T>,
): Promise<T> {
  const core = openCore({
    layout: context.layout,
    library: textOf(context, 'library'),
    modelsDir: textOf(context, 'models-dir'),
    access,
    owner: `loom ${context.name}`,
    pace: context.values['half-speed'] === true ? 'half' : undefined,
  })
  try {
    return await work(core)
  } finally {
    await core.close()
  }
}
