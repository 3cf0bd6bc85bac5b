import type { ComponentChildren } from 'preact';

/** A named number, with its unit and what explains it. */
export function Stat(props: { name: string; value: ComponentChildren; note?: ComponentChildren }) {
  return (
    <div class="stat">
      <dt>{props.name}</dt>
      <dd>
        <b>{props.value}</b>
        {props.note && <small>{props.note}</small>}
      </dd>
    </div>
  );
}
