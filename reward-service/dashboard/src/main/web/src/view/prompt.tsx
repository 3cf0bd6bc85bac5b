import type { PromptDetail } from '../contract';
import { clock, count, exact, percent, reward, words } from '../format';
import { Aside } from '../part/aside';
import { useFetched } from '../part/fetched';
import { Stat } from '../part/figure';
import { Chips, Copy } from '../part/prompt';
import { Loading } from '../part/state';
import { type Column, Export, Table } from '../part/table';
import { href, withParams } from '../route';
import { type ViewProps, refreshOf } from './context';

type Example = PromptDetail['examples'][number];

const REFRESH_MILLIS = 3000;

/** One prompt with what it was really used on. */
export function PromptAside({ shown, route, id }: ViewProps & { id: string }) {
  const url = `dashboard/tasks/${encodeURIComponent(route.task ?? '')}/prompts/${encodeURIComponent(id)}`;
  const { data, problem } = useFetched<PromptDetail>(url, url, refreshOf(shown, REFRESH_MILLIS));
  const columns = columnsOf(route.task ?? '');
  return (
    <Aside title="Prompt" name={id} back={withParams(route, { prompt: null })}>
      {problem && (
        <p class="notice bad" role="status">
          {problem}
        </p>
      )}
      {!data && !problem && <Loading what="the prompt" />}
      {data && (
        <>
          <p class="serving">
            <Chips prompt={data.prompt} />
            <Copy text={data.prompt.text} label="this prompt" />
          </p>
          <dl class="stats plain">
            <Stat
              name="Mean reward"
              value={reward(data.mean)}
              note={`${reward(data.lower)} to ${reward(data.upper)}`}
            />
            <Stat name="Accuracy" value={percent(data.accuracy)} />
            <Stat
              name="Uses"
              value={count(data.uses)}
              note={`${count(data.serves)} served, ${count(data.explores)} explored`}
            />
            <Stat name="Versions" value={`${exact(data.firstVersion)} to ${exact(data.lastVersion)}`} />
          </dl>
          <header class="panel-head">
            <h3>Latest uses</h3>
            <Export file={`${route.task}-prompt-uses`} columns={columns} rows={data.examples} />
          </header>
          <Table
            caption="Latest uses of the prompt"
            columns={columns}
            rows={data.examples}
            keyOf={(example) => `${example.queryId} ${example.at} ${example.role}`}
          />
        </>
      )}
    </Aside>
  );
}

function columnsOf(task: string): Column<Example>[] {
  return [
    {
      name: 'input',
      title: 'Input',
      value: (e) => e.input,
      cell: (e) => (
        <a class="wrap" href={href('stream', task, { query: e.queryId })} title={e.queryId}>
          {e.input ?? 'no longer remembered'}
        </a>
      ),
    },
    {
      name: 'answer',
      title: 'Answer',
      value: (e) => e.answer,
      cell: (e) => <Verdict answer={e.answer} correct={e.correct} />,
    },
    { name: 'taskId', title: 'Task', value: () => task, cell: () => null, fileOnly: true },
    { name: 'queryId', title: 'Query', value: (e) => e.queryId, cell: () => null, fileOnly: true },
    { name: 'reference', title: 'Reference', value: (e) => e.reference, cell: (e) => e.reference ?? '–' },
    { name: 'reward', title: 'Reward', number: true, value: (e) => e.reward, cell: (e) => reward(e.reward) },
    { name: 'role', title: 'Role', value: (e) => e.role, cell: (e) => words(e.role) },
    { name: 'version', title: 'Version', number: true, value: (e) => e.version, cell: (e) => exact(e.version) },
    { name: 'at', title: 'At', value: (e) => e.at, cell: (e) => clock(e.at) },
  ];
}

/** An answer, and whether it was right where that is known. */
export function Verdict({ answer, correct }: { answer: string | null; correct: boolean | null }) {
  return (
    <>
      <span class="wrap">{answer ?? '–'}</span>
      {correct !== null && (
        <small class={correct ? 'verdict good' : 'verdict worse'}>{correct ? 'correct' : 'wrong'}</small>
      )}
    </>
  );
}
