import { useEffect, useRef } from 'preact/hooks';
import { Drawing } from './drawing';
import type { Frame } from './frame';

const HEIGHT = 190;

/**
 * Lines over time or versions; their place is kept until they are drawn. Charts of one kind share their cursor. `hover` is told
 * the index under it, null for none.
 */
export function Plot(props: { frame: Frame; height?: number; hover: (index: number | null) => void }) {
  const { frame, hover, height = HEIGHT } = props;
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);

  useEffect(() => {
    const made = new Drawing(box.current!, frame, height, hover);
    drawing.current = made;
    return () => made.close();
  }, [height, hover]);

  useEffect(() => drawing.current!.show(frame), [frame]);

  return <div class="plot" ref={box} style={{ minHeight: `${height}px` }} aria-hidden="true" />;
}
