import type { Database } from 'better-sqlite3'
import type { OwnChatTemplate } from '#contract/models'

/** The chat templates that the user gave to models. */
export function createChatTemplateRepository(db: Database) {
  const select = db.prepare<[string], OwnChatTemplate>(
    'SELECT text, sha256, set_at AS setAt FROM chat_template WHERE model_sha256 = ?',
  )
  const upsert = db.prepare(`
    INSERT INTO chat_template (model_sha256, text, sha256, set_at) VALUES (@modelSha256, @text, @sha256, @setAt)
    ON CONFLICT (model_sha256) DO UPDATE SET text = @text, sha256 = @sha256, set_at = @setAt
  `)
  const remove = db.prepare('DELETE FROM chat_template WHERE model_sha256 = ?')

  return {
    find: (modelSha256: string): OwnChatTemplate | undefined => select.get(modelSha256),
    put: (modelSha256: string, template: OwnChatTemplate): void => void upsert.run({ modelSha256, ...template }),
    remove: (modelSha256: string): void => void remove.run(modelSha256),
  }
}

export type ChatTemplateRepository = ReturnType<typeof createChatTemplateRepository>
