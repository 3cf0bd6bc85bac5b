import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons';

/** What was opened from a list, beside it. Its heading has the focus when it opens. */
export function Aside(props: { title: string; name: string; back: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [props.name]);
  return (
    <aside class="aside" aria-label={props.title}>
      <header class="panel-head">
        <h2 ref={heading} tabIndex={-1}>
          {props.title}
        </h2>
        <a class="button small" href={props.back}>
          <Icon name="close" />
          Close
        </a>
      </header>
      {props.children}
    </aside>
  );
}
