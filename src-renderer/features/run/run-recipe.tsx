import { Link } from '@tanstack/react-router'
import type { Run } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { aboutWords } from '../../ui/words-per-token.ts'
import { RecipeChoices } from './recipe-choices.tsx'

/** The settings that made this dataset. */
export function RunRecipe({ run }: { run: Run }) {
  const { run: texts, common, format } = useTexts()
  const words = texts.recipe
  if (run.templateKey === '') {
    return (
      <section className="card stack" aria-labelledby="recipe">
        <h2 id="recipe">{words.title}</h2>
        <p>{words.imported}</p>
      </section>
    )
  }
  return (
    <section className="card stack" aria-labelledby="recipe">
      <h2 id="recipe">{words.title}</h2>
      <dl className="facts right">
        <dt>{words.template}</dt>
        <dd>
          <Link to="/templates/$key" params={{ key: run.templateKey }}>
            {run.templateName}
          </Link>
        </dd>
        <RecipeChoices run={run} />
        <dt>{words.model}</dt>
        <dd>{run.modelName}</dd>
        <dt>{words.style}</dt>
        <dd>{common.style[run.style]}</dd>
        <dt>{words.temperature}</dt>
        <dd>{format.short(run.sampling.temperature)}</dd>
        <dt>{words.maxTokens}</dt>
        <dd>{common.answerRoom(aboutWords(run.sampling.maxTokens), run.sampling.maxTokens)}</dd>
        <dt>{words.parallel}</dt>
        <dd>
          {run.wantedParallel === null
            ? format.number(run.parallel)
            : words.parallelFewer(run.parallel, run.wantedParallel)}
        </dd>
        <dt>{words.seed}</dt>
        <dd>{run.seed}</dd>
        <dt>{words.begun}</dt>
        <dd>{format.moment(run.createdAt)}</dd>
        <dt>{words.time}</dt>
        <dd>{format.duration(run.seconds)}</dd>
        <dt>{words.written}</dt>
        <dd>{run.tokens === 0 && run.status === 'running' ? words.writtenLater : words.tokens(run.tokens)}</dd>
        {run.outputPath && (
          <>
            <dt>{words.file}</dt>
            <dd>{run.outputPath}</dd>
          </>
        )}
      </dl>
      <details>
        <summary className="faint sm">{words.meant}</summary>
        <dl className="stack s1 sm">
          {words.meanings.map(({ word, meaning }) => (
            <div key={word}>
              <dt>
                <b>{word}</b>
              </dt>
              <dd className="dim">{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}
