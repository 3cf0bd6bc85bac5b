import { useMemo } from 'preact/hooks';
import type { Version } from '../contract';
import { decimal, exact, moment, percent, reward, words } from '../format';
import { Icon } from '../part/icons';
import { Chips, Copy } from '../part/prompt';
import { type Column, Export, Table } from '../part/table';

const SHOWN = 50;
const CHAMPIONS = 12;

const COLUMNS: Column<Version>[] = [
  {
    name: 'version',
    title: 'Version',
    cell: (v) => <span class={v.served ? 'crowned' : ''}>{exact(v.version)}</span>,
    value: (v) => v.version,
  },
  { name: 'at', title: 'At', cell: (v) => moment(v.at), value: (v) => v.at },
  { name: 'kind', title: 'How', cell: (v) => words(v.kind), value: (v) => v.kind },
  { name: 'rounds', title: 'Rounds', number: true, cell: (v) => exact(v.rounds), value: (v) => v.rounds },
  { name: 'lag', title: 'Lag', number: true, cell: (v) => exact(v.lag), value: (v) => v.lag },
  {
    name: 'meanReward',
    title: 'Mean reward',
    number: true,
    cell: (v) => reward(v.meanReward),
    value: (v) => v.meanReward,
  },
  { name: 'deviation', title: 'Deviation', number: true, cell: (v) => reward(v.deviation), value: (v) => v.deviation },
  { name: 'rewards', title: 'Rewards', number: true, cell: (v) => exact(v.rewards), value: (v) => v.rewards },
  { name: 'accuracy', title: 'Accuracy', number: true, cell: (v) => percent(v.accuracy), value: (v) => v.accuracy },
  { name: 'loss', title: 'Loss', number: true, cell: (v) => decimal(v.loss), value: (v) => v.loss },
  {
    name: 'digest',
    title: 'Digest',
    cell: (v) => <code title={v.digest ?? ''}>{v.digest?.slice(0, 8) ?? '–'}</code>,
    value: (v) => v.digest,
  },
  {
    name: 'served',
    title: 'Serves from here',
    cell: (v) => v.served && <Chips prompt={v.served} />,
    value: (v) => v.served?.text,
  },
];

/** The policy's versions, and when another prompt became the champion. Drawn anew only when there is another version. */
export function Timeline({ versions, file }: { versions: readonly Version[]; file: string }) {
  return useMemo(() => {
    const newest = [...versions].reverse();
    return (
      <>
        <Champions versions={newest.filter((version) => version.served)} file={`${file}-champions`} />
        <Versions newest={newest} file={file} />
      </>
    );
  }, [versions, file]);
}

function Champions({ versions, file }: { versions: readonly Version[]; file: string }) {
  return (
    <section class="panel" aria-labelledby="champions">
      <header class="panel-head">
        <h2 id="champions">Champions</h2>
        <Export file={file} columns={COLUMNS} rows={versions} />
      </header>
      {versions.length === 0 ? (
        <p class="blank">The served prompt has not changed yet.</p>
      ) : (
        <ol class="champions">
          {versions.slice(0, CHAMPIONS).map((version, i) => (
            <li key={version.version} class={i === 0 ? 'now' : ''}>
              <Icon name="champion" />
              <span>
                version {exact(version.version)} <small>{moment(version.at)}</small>
              </span>
              <Chips prompt={version.served!} />
              <small>
                {words(version.kind)}, mean reward {reward(version.meanReward)}
              </small>
              <Copy text={version.served!.text} label={`the champion of version ${version.version}`} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Versions({ newest, file }: { newest: readonly Version[]; file: string }) {
  return (
    <section class="panel" aria-labelledby="versions">
      <header class="panel-head">
        <h2 id="versions">
          Versions <span class="unit">{newest.length > SHOWN ? `latest ${SHOWN} of ${exact(newest.length)}` : ''}</span>
        </h2>
        <Export file={file} columns={COLUMNS} rows={newest} />
      </header>
      {newest.length === 0 ? (
        <p class="blank">Nothing was learned yet. A round is learned when its rewards are in.</p>
      ) : (
        <Table
          caption="Policy versions"
          columns={COLUMNS}
          rows={newest.slice(0, SHOWN)}
          keyOf={(v) => String(v.version)}
        />
      )}
    </section>
  );
}
