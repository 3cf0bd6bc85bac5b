import type { ComponentChildren } from 'preact';

/** What may be wider than the page. It scrolls by itself, with the keyboard too. */
export function Scroll(props: { label: string; low?: boolean; children: ComponentChildren }) {
  return (
    <div class={props.low ? 'scroll low' : 'scroll'} tabIndex={0} role="region" aria-label={props.label}>
      {props.children}
    </div>
  );
}
