import type { Context } from '../contract';
import { count, reward } from '../format';
import { Chips } from '../part/prompt';
import { type Column, Export, Table } from '../part/table';

const COLUMNS: Column<Context>[] = [
  { name: 'context', title: 'Context', cell: (c) => c.context, value: (c) => c.context },
  {
    name: 'words',
    title: 'Typical words',
    cell: (c) => c.words.join(', ') || '–',
    value: (c) => c.words.join(' '),
  },
  {
    name: 'example',
    title: 'Latest query',
    cell: (c) => (
      <span class="cut long" title={c.example}>
        {c.example}
      </span>
    ),
    value: (c) => c.example,
  },
  { name: 'prompt', title: 'Serves', cell: (c) => <Chips prompt={c.prompt} />, value: (c) => c.prompt.text },
  {
    name: 'own',
    title: 'Prompt',
    cell: (c) => (c.own ? <span class="crowned">its own</span> : 'the common one'),
    value: (c) => c.own,
  },
  { name: 'queries', title: 'Queries', number: true, cell: (c) => count(c.queries), value: (c) => c.queries },
  {
    name: 'meanReward',
    title: 'Mean reward',
    number: true,
    cell: (c) => reward(c.meanReward),
    value: (c) => c.meanReward,
  },
];

/** The kinds of queries that the policy tells apart, and what serves each; nothing where it knows none. */
export function Contexts({ contexts, file }: { contexts: readonly Context[]; file: string }) {
  if (contexts.length === 0) {
    return null;
  }
  return (
    <section class="panel" aria-labelledby="contexts">
      <header class="panel-head">
        <h2 id="contexts">
          Contexts <span class="unit">kinds of queries that may have prompts of their own</span>
        </h2>
        <Export file={file} columns={COLUMNS} rows={contexts} />
      </header>
      <Table caption="Contexts" columns={COLUMNS} rows={contexts} keyOf={(c) => String(c.context)} />
    </section>
  );
}
