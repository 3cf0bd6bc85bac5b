import uPlot from 'uplot';
import { clock } from '../format';
import type { Frame } from './frame';
import type { Palette } from './palette';

/** A chart is made anew only when its lines change, not their values. */
export function shapeOf(frame: Frame): string {
  return JSON.stringify([
    frame.time,
    frame.lines.map((line) => [line.label, line.colour, line.dots, line.band?.label]),
  ]);
}

export function dataOf(frame: Frame): uPlot.AlignedData {
  const columns = frame.lines.flatMap((line) =>
    line.band ? [line.band.high, line.band.low, line.values] : [line.values],
  );
  return [frame.x, ...columns] as uPlot.AlignedData;
}

/** How a chart looks; it reads from `frame` what may change. `hover` is told the index under the cursor, null for none. */
export function optionsOf(
  frame: { readonly current: Frame },
  colours: Palette,
  size: { width: number; height: number },
  hover: (index: number | null) => void,
): uPlot.Options {
  const { lines, time } = frame.current;
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  for (const line of lines) {
    const bridged = { spanGaps: false, gaps: longGaps(frame), points: { size: 4 } };
    if (line.band) {
      bands.push({ series: [series.length, series.length + 1], fill: colours.band });
      series.push({ ...bridged, points: { show: false } }, { ...bridged, points: { show: false } });
    }
    series.push({
      ...bridged,
      stroke: colours.series[line.colour]!,
      width: 1.75,
      ...(line.dash ? { dash: line.dash } : {}),
      ...(line.dots ? { paths: () => null, points: { show: true, size: 3 }, alpha: 0.5 } : {}),
      ...(line.stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
    });
  }
  const axis = { stroke: colours.text, font: '11px system-ui, sans-serif', ticks: { show: false } };
  return {
    ...size,
    series,
    bands,
    legend: { show: false },
    padding: [8, 28, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: time ? 'time' : 'version' }, points: { size: 6 } },
    scales: {
      x: { time, range: () => [frame.current.from, frame.current.to] },
      y: { range: (_, min, max) => heights(frame.current, min, max) },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 70, ...(time ? { values: times } : { incrs: WHOLE }) },
      {
        ...axis,
        grid: { stroke: colours.grid, width: 1 },
        size: 52,
        space: 34,
        values: (_, ticks) => ticks.map((tick) => frame.current.format(tick)),
      },
    ],
    hooks: {
      draw: [(chart) => drawMarks(chart, frame.current, colours)],
      setCursor: [(chart) => hover(chart.cursor.idx ?? null)],
    },
  };
}

/** Versions have no halves. */
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

function times(chart: uPlot, ticks: number[]): string[] {
  const wide = (chart.scales['x']?.max ?? 0) - (chart.scales['x']?.min ?? 0) > 600;
  return ticks.map((tick) => (wide ? clock(tick * 1000).slice(0, 5) : clock(tick * 1000)));
}

function heights(frame: Frame, min: number | null, max: number | null): [number, number] {
  const low = Math.min(min ?? Infinity, frame.least?.min ?? Infinity);
  const high = Math.max(max ?? -Infinity, frame.least?.max ?? -Infinity);
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return [0, 1];
  }
  const room = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.06;
  return [low === frame.least?.min ? low : low - room, high === frame.least?.max ? high : high + room];
}

/** A line bridges seconds in which nothing happened, not a time of silence. */
function longGaps(frame: { readonly current: Frame }): uPlot.Series.GapsRefiner {
  return (chart, _series, _from, _to, gaps) => {
    const pixels = chart.valToPos(frame.current.bridge, 'x', true) - chart.valToPos(0, 'x', true);
    return gaps.filter(([from, to]) => to - from > pixels);
  };
}

function drawMarks(chart: uPlot, frame: Frame, colours: Palette): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colours.text;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.lineWidth = devicePixelRatio;
  for (const mark of frame.marks ?? []) {
    if (mark.x >= frame.from && mark.x <= frame.to) {
      const x = Math.round(chart.valToPos(mark.x, 'x', true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}
