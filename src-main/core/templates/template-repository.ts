import type { Database } from 'better-sqlite3'
import { Recipe } from '#contract/recipe'

/** The templates that people made; the built-in ones are files. */
export function createTemplateRepository(db: Database) {
  const selectAll = db.prepare<[], string>('SELECT recipe FROM template ORDER BY key').pluck()
  const selectCount = db.prepare<[], number>('SELECT count(*) FROM template').pluck()
  const upsert = db.prepare(`
    INSERT INTO template (key, recipe, changed_at) VALUES (@key, @recipe, @changedAt)
    ON CONFLICT (key) DO UPDATE SET recipe = @recipe, changed_at = @changedAt
  `)
  const remove = db.prepare('DELETE FROM template WHERE key = ?')

  return {
    all: (): Recipe[] => (selectAll.all() as string[]).map((recipe) => Recipe.parse(JSON.parse(recipe))),
    count: (): number => selectCount.get() as number,
    put: (recipe: Recipe, changedAt: number): void =>
      void upsert.run({ key: recipe.key, recipe: JSON.stringify(recipe), changedAt }),
    remove: (key: string): boolean => remove.run(key).changes === 1,
  }
}

export type TemplateRepository = ReturnType<typeof createTemplateRepository>
