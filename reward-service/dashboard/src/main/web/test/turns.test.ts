import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveUp, inTurn, onceAFrame } from '../src/turns';

const FRAME_MILLIS = 16;
const frame = () => vi.advanceTimersByTime(FRAME_MILLIS);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => setTimeout(work, FRAME_MILLIS - 1));
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('inTurn', () => {
  it('does one piece a frame, in the order in which they were asked for', () => {
    const done: string[] = [];
    inTurn(() => done.push('first'));
    inTurn(() => done.push('second'));
    expect(done).toEqual([]);
    frame();
    expect(done).toEqual(['first']);
    frame();
    expect(done).toEqual(['first', 'second']);
  });

  it('does once what was asked for twice, and keeps its place', () => {
    const done: string[] = [];
    const work = () => done.push('mine');
    inTurn(work);
    inTurn(() => done.push('other'));
    inTurn(work);
    frame();
    frame();
    frame();
    expect(done).toEqual(['mine', 'other']);
  });

  it('leaves out what was taken back, and goes on behind what failed', () => {
    const done: string[] = [];
    const unwanted = () => done.push('unwanted');
    inTurn(() => {
      throw new Error('of a chart');
    });
    inTurn(unwanted);
    inTurn(() => done.push('last'));
    giveUp(unwanted);
    expect(frame).toThrow('of a chart');
    frame();
    expect(done).toEqual(['last']);
  });
});

describe('onceAFrame', () => {
  it('makes many calls one, and the next ones another', () => {
    let done = 0;
    const call = onceAFrame(() => done++);
    call();
    call();
    frame();
    expect(done).toBe(1);
    call();
    frame();
    expect(done).toBe(2);
  });
});
