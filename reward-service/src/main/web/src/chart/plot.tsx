import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clock } from '../format';
import type { Frame } from './frame';
import { type Palette, palette } from './palette';

const HEIGHT = 190;

/** A chart is drawn when it is that near to what the reader sees. */
const NEAR = '150px';

/**
 * Lines over time or versions, drawn while they are in sight. Charts of one kind share their cursor. `hover` is told the index
 * under it, null for none.
 */
export function Plot(props: { frame: Frame; height?: number; hover: (index: number | null) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const frame = useRef(props.frame);
  const hover = useRef(props.hover);
  frame.current = props.frame;
  hover.current = props.hover;
  const inSight = useInSight(box);
  const shape = shapeOf(props.frame);
  const height = props.height ?? HEIGHT;

  const wanted = inSight || chart.current !== null;
  useEffect(() => {
    if (!wanted) {
      return;
    }
    const parent = box.current!;
    const build = () => {
      chart.current?.destroy();
      const options = optionsOf(frame, palette(), parent.clientWidth, height, (index) => hover.current(index));
      chart.current = new uPlot(options, dataOf(frame.current), parent);
    };
    build();
    const resized = new ResizeObserver(() => chart.current?.setSize({ width: parent.clientWidth, height }));
    resized.observe(parent);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', build);
    window.addEventListener('themechange', build);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', build);
      window.removeEventListener('themechange', build);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [shape, height, wanted]);

  useEffect(() => {
    if (inSight) {
      chart.current?.setData(dataOf(props.frame));
    }
  }, [props.frame, inSight]);

  return <div class="plot" ref={box} style={{ minHeight: `${height}px` }} aria-hidden="true" />;
}

function useInSight(box: { readonly current: Element | null }): boolean {
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => setInSight(entries.at(-1)!.isIntersecting), {
      rootMargin: NEAR,
    });
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return inSight;
}

/** A chart is made anew only when its lines change, not their values. */
function shapeOf(frame: Frame): string {
  return JSON.stringify([frame.time, frame.lines.map((line) => [line.label, line.colour, line.band?.label])]);
}

function dataOf(frame: Frame): uPlot.AlignedData {
  const columns = frame.lines.flatMap((line) =>
    line.band ? [line.band.high, line.band.low, line.values] : [line.values],
  );
  return [frame.x, ...columns] as uPlot.AlignedData;
}

function optionsOf(
  frame: { current: Frame },
  colours: Palette,
  width: number,
  height: number,
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
      ...(line.stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
    });
  }
  const axis = { stroke: colours.text, font: '11px system-ui, sans-serif', ticks: { show: false } };
  return {
    width,
    height,
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
function longGaps(frame: { current: Frame }): uPlot.Series.GapsRefiner {
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
