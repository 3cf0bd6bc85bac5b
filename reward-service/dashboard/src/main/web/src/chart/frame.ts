/** What a chart shows: one column of x and one for each line. */
export interface Line {
  label: string;
  values: (number | null)[];
  /** Which colour; lines of one chart differ in dash too, so that colour is never all. */
  colour: 0 | 1 | 2 | 3;
  dash?: number[];
  /** What the legend adds. */
  note?: string;
  /** Single points, without a line between them. */
  dots?: boolean;
  /** Lower and upper edge around the line. */
  band?: { label: string; low: (number | null)[]; high: (number | null)[] };
  /** A line of steps: the value holds until the next. */
  stepped?: boolean;
}

export interface Mark {
  x: number;
  label: string;
}

export interface Frame {
  /** Seconds since 1970, or versions. */
  x: number[];
  time: boolean;
  /** What is shown of x. */
  from: number;
  to: number;
  lines: Line[];
  marks?: Mark[];
  format: (value: number | null) => string;
  /** What the values are, for people who do not see the lines. */
  unit: string;
  /** Keep these in sight, whatever the values. */
  least?: { min?: number; max?: number };
  /** Longest gap that a line bridges, in x. */
  bridge: number;
}

/** In a sentence for each line: where it ends and what it spans. */
export function summary(title: string, frame: Frame): string {
  const parts = frame.lines.map((line) => {
    const known = line.values.filter((value): value is number => value !== null);
    const last = known.at(-1);
    if (last === undefined) {
      return `${line.label}: no values`;
    }
    // Not by spreading into Math.min: it must hold for any length.
    const low = known.reduce((least, value) => Math.min(least, value), last);
    const high = known.reduce((most, value) => Math.max(most, value), last);
    return `${line.label}: now ${frame.format(last)}, between ${frame.format(low)} and ${frame.format(high)}`;
  });
  return `${title} (${frame.unit}). ${parts.join('. ')}.`;
}

/** Whether there is anything to draw. */
export function isEmpty(frame: Frame): boolean {
  return frame.lines.every((line) => line.values.every((value) => value === null));
}

/** The same as a table, newest first: x, then each line with its band. */
export function tableOf(frame: Frame): { header: string[]; rows: (number | null)[][] } {
  const columns = frame.lines.flatMap((line) =>
    line.band
      ? [
          { label: line.label, values: line.values },
          { label: `${line.label}, ${line.band.label} low`, values: line.band.low },
          { label: `${line.label}, ${line.band.label} high`, values: line.band.high },
        ]
      : [{ label: line.label, values: line.values }],
  );
  return {
    header: [frame.time ? 'time' : 'version', ...columns.map((column) => column.label)],
    rows: frame.x.map((x, i) => [x, ...columns.map((column) => column.values[i] ?? null)]).reverse(),
  };
}
