import type { ComponentChildren } from 'preact';
import { useCallback, useId, useState } from 'preact/hooks';
import { save, toCsv } from '../csv';
import { clock, exact } from '../format';
import { Scroll } from '../part/scroll';
import { type Frame, isEmpty, summary, tableOf } from './frame';
import { Plot } from './plot';

export interface PanelProps {
  title: string;
  /** Names the file of an export. */
  file: string;
  frame: Frame;
  /** Whether the table stands in the chart's place. */
  table: boolean;
  onTable: (shown: boolean) => void;
  note?: ComponentChildren;
  height?: number;
  empty?: string;
}

/** A chart with its legend, its summary for those who do not see it, and the same as a table or a file. */
export function Panel(props: PanelProps) {
  const { frame, title } = props;
  const id = useId();
  const [index, setIndex] = useState<number | null>(null);
  const hover = useCallback((found: number | null) => setIndex(found), []);
  const none = isEmpty(frame);
  return (
    <section class="panel" aria-labelledby={id}>
      <header class="panel-head">
        <h3 id={id}>
          {title} <span class="unit">{frame.unit}</span>
        </h3>
        <span class="tools">
          <button type="button" class="small" aria-pressed={props.table} onClick={() => props.onTable(!props.table)}>
            Table<span class="unseen"> of {title}</span>
          </button>
          <button type="button" class="small" disabled={none} onClick={() => exportOf(props.file, frame)}>
            CSV<span class="unseen"> of {title}</span>
          </button>
        </span>
      </header>
      <Legend frame={frame} index={index} />
      {none ? (
        <p class="blank">{props.empty ?? 'Nothing in this time.'}</p>
      ) : props.table ? (
        <FrameTable title={title} frame={frame} />
      ) : (
        <figure>
          <Plot frame={frame} hover={hover} {...(props.height ? { height: props.height } : {})} />
          <figcaption class="unseen">{summary(title, frame)}</figcaption>
        </figure>
      )}
      {props.note && <p class="note">{props.note}</p>}
    </section>
  );
}

function Legend({ frame, index }: { frame: Frame; index: number | null }) {
  const x = index === null ? undefined : frame.x[index];
  return (
    <p class="legend">
      {frame.lines.map((line) => (
        <span key={line.label}>
          <svg class={`key key-${line.colour + 1}`} viewBox="0 0 16 4" aria-hidden="true">
            <path d="M0 2h16" stroke-dasharray={line.dots ? '2 3' : line.dash?.join(' ')} />
          </svg>
          {line.label}{' '}
          <b>
            {frame.format((x === undefined ? line.values.findLast((v) => v !== null) : line.values[index!]) ?? null)}
          </b>
          {line.note && <span class="unit"> {line.note}</span>}
        </span>
      ))}
      {x !== undefined && <span class="at">{xOf(frame, x)}</span>}
    </p>
  );
}

function FrameTable({ title, frame }: { title: string; frame: Frame }) {
  const { header, rows } = tableOf(frame);
  return (
    <Scroll label={`${title}, table`} low>
      <table>
        <caption class="unseen">
          {title}, {frame.unit}, newest first
        </caption>
        <thead>
          <tr>
            {header.map((name, i) => (
              <th key={name} scope="col" class={i ? 'number' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([x, ...values]) => (
            <tr key={x}>
              <th scope="row">{xOf(frame, x!)}</th>
              {values.map((value, i) => (
                <td key={i} class="number">
                  {frame.format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function xOf(frame: Frame, x: number): string {
  return frame.time ? clock(x * 1000) : `version ${exact(x)}`;
}

function exportOf(file: string, frame: Frame): void {
  const { header, rows } = tableOf(frame);
  const named = rows.map(([x, ...values]) => [frame.time ? new Date(x! * 1000).toISOString() : x, ...values]);
  save(file, toCsv(header, named));
}
