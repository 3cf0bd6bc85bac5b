import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { giveUp, inTurn } from '../turns';

/** What stands below what the reader came for, and is added in turn. Until then its place is kept, so that nothing moves. */
export function Later({ height, children }: { height: number; children: ComponentChildren }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const come = () => setDue(true);
    inTurn(come);
    return () => giveUp(come);
  }, []);
  return due ? <>{children}</> : <div style={{ minHeight: `${height}px` }} />;
}
