import type { Failure, Task, TaskState } from '../contract';
import { exact, moment, some, words } from '../format';
import { type Column, Export, Table } from '../part/table';
import { href } from '../route';

const AMISS: readonly TaskState[] = ['FAILING', 'STALLED', 'UNREWARDED'];

/** Whether somebody has to look after it. */
export function isAmiss(task: Task): boolean {
  return AMISS.includes(task.state);
}

/** How a task does, in words. */
export function Condition({ task }: { task: Task }) {
  const reason = task.stateReason === task.cannotLearn ? '' : task.stateReason;
  return (
    <div class="condition">
      <p>
        <span class={`state ${task.state.toLowerCase()}`}>{words(task.state.replaceAll('_', ' '))}</span>{' '}
        <span class="wrap">{reason}</span>
      </p>
      {task.cannotLearn !== null && <p class="wrap warned">{sentence(task.cannotLearn)}</p>}
      {task.failureTotal > 0 && task.latestFailure && (
        <p class="wrap">
          <a href={href('task', task.taskId)}>{some(task.failureTotal, 'failure')}</a>{' '}
          <small>the latest {moment(task.latestFailure.lastAt)}</small>
        </p>
      )}
    </div>
  );
}

const COLUMNS: Column<Failure>[] = [
  {
    name: 'message',
    title: 'What failed',
    value: (f) => f.message,
    cell: (f) => <span class="wrap">{f.message}</span>,
  },
  {
    name: 'code',
    title: 'Code',
    value: (f) => f.code,
    cell: (f) => (
      <>
        {words(f.code)} <small>{f.topic}</small>
      </>
    ),
  },
  { name: 'topic', title: 'Topic', value: (f) => f.topic, cell: () => null, fileOnly: true },
  { name: 'count', title: 'Count', number: true, value: (f) => f.count, cell: (f) => exact(f.count) },
  { name: 'firstAt', title: 'First', value: (f) => f.firstAt, cell: (f) => moment(f.firstAt) },
  { name: 'lastAt', title: 'Last', value: (f) => f.lastAt, cell: (f) => moment(f.lastAt) },
];

/** Everything that failed of a task, by kind. */
export function Failures(props: { task: string; failures: readonly Failure[]; since: string | null }) {
  const columns: Column<Failure>[] = [
    ...COLUMNS,
    {
      name: 'queryId',
      title: 'Latest query',
      value: (f) => f.queryId,
      cell: (f) =>
        f.queryId === null ? (
          '–'
        ) : (
          <a class="mono cut" href={href('stream', props.task, { query: f.queryId })} title={f.queryId}>
            {f.queryId}
          </a>
        ),
    },
  ];
  return (
    <section class="panel" aria-labelledby="failures">
      <header class="panel-head">
        <h2 id="failures">
          Failures <span class="unit">since {moment(props.since)}</span>
        </h2>
        <Export file={`${props.task}-failures`} columns={columns} rows={props.failures} />
      </header>
      {props.failures.length === 0 ? (
        <p class="blank">Nothing failed.</p>
      ) : (
        <Table
          caption="Failures of the task"
          columns={columns}
          rows={props.failures}
          keyOf={(f) => `${f.topic} ${f.code} ${f.firstAt} ${f.message}`}
        />
      )}
    </section>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.');
}
