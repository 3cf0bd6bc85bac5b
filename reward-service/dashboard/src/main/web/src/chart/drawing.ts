import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { giveUp, inTurn } from '../turns';
import type { Frame } from './frame';
import { dataOf, optionsOf, shapeOf } from './options';
import { onOtherColours, palette } from './palette';

/** A chart is drawn when it is that near to what the reader sees. */
const NEAR = '150px';

/**
 * A chart in a box of the page. It is drawn while it is in sight, and in turn, since a page of charts that are drawn at once
 * answers nobody meanwhile.
 */
export class Drawing {
  private readonly frame: { current: Frame };
  private chart: uPlot | null = null;
  /** What the chart was made for; another shape takes another chart. */
  private shape: string | null = null;
  private width = 0;
  private inSight = false;
  private readonly draw = () => this.drawNow();
  private readonly leave: (() => void)[];

  constructor(
    private readonly box: HTMLElement,
    frame: Frame,
    private readonly height: number,
    private readonly hover: (index: number | null) => void,
  ) {
    this.frame = { current: frame };
    const sight = new IntersectionObserver((entries) => this.isInSight(entries.at(-1)!.isIntersecting), {
      rootMargin: NEAR,
    });
    const size = new ResizeObserver((entries) => this.isWide(Math.floor(entries.at(-1)!.contentRect.width)));
    sight.observe(box);
    size.observe(box);
    const otherColours = onOtherColours(() => this.isOutdated());
    this.leave = [() => sight.disconnect(), () => size.disconnect(), otherColours];
  }

  show(frame: Frame): void {
    this.frame.current = frame;
    this.ask();
  }

  close(): void {
    giveUp(this.draw);
    this.leave.forEach((leave) => leave());
    this.chart?.destroy();
  }

  private isInSight(inSight: boolean): void {
    this.inSight = inSight;
    this.ask();
  }

  private isWide(width: number): void {
    this.width = width;
    this.ask();
  }

  private isOutdated(): void {
    this.shape = null;
    this.ask();
  }

  private ask(): void {
    if (this.inSight && this.width > 0) {
      inTurn(this.draw);
    }
  }

  private drawNow(): void {
    const { chart, frame, width, height } = this;
    const shape = shapeOf(frame.current);
    if (chart === null || this.shape !== shape) {
      chart?.destroy();
      const options = optionsOf(frame, palette(), { width, height }, this.hover);
      this.chart = new uPlot(options, dataOf(frame.current), this.box);
      this.shape = shape;
      return;
    }
    if (chart.width !== width) {
      chart.setSize({ width, height });
    }
    chart.setData(dataOf(frame.current));
  }
}
