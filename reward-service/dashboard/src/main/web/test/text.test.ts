import { describe, expect, it } from 'vitest';
import { summary, tableOf } from '../src/chart/frame';
import { toCsv } from '../src/csv';
import { ago, bytes, count, decimal, duration, money, percent, reward, signed, some } from '../src/format';
import { softPrompt, visible } from '../src/part/prompt';
import { sorted } from '../src/part/table';
import { href, parse, withParams } from '../src/route';
import { dump } from '../src/view/hex';

describe('route', () => {
  it('reads what it writes', () => {
    const hash = href('prompts', 'a/b ü', { sort: 'mean', find: 'x & y', none: null });
    expect(hash).toBe('#/task/a%2Fb%20%C3%BC/prompts?sort=mean&find=x+%26+y');
    expect(parse(hash)).toEqual({ view: 'prompts', task: 'a/b ü', params: { sort: 'mean', find: 'x & y' } });
    expect(parse('')).toEqual({ view: 'overview', task: null, params: {} });
    expect(parse(href('dead-letters'))?.view).toBe('dead-letters');
  });

  it('names nothing for what it does not know', () => {
    expect(parse('#/nowhere')).toBeNull();
    expect(parse('#/task')).toBeNull();
    expect(parse('#/task/a/nowhere')).toBeNull();
    expect(parse('#/task/%')).toBeNull();
  });

  it('keeps the rest of the address', () => {
    const route = parse('#/task/a?range=5m&by=version')!;
    expect(withParams(route, { by: null, range: '1h' })).toBe('#/task/a?range=1h');
  });
});

describe('soft prompts', () => {
  it('are told from text', () => {
    expect(softPrompt('<soft prompt 3 x 192, step 17>')).toBe('3 × 192, step 17');
    expect(softPrompt('a <soft prompt 3 x 192, step 17>')).toBeNull();
    expect(softPrompt('soft prompt')).toBeNull();
  });
});

describe('format', () => {
  it('writes numbers with their units, and a dash for none', () => {
    expect([count(9999), count(123_456), count(null)]).toEqual(['9,999', '123k', '–']);
    expect([some(0, 'row'), some(1, 'row'), some(1200, 'row')]).toEqual(['0 rows', '1 row', '1,200 rows']);
    expect([decimal(0.123), decimal(12.34), decimal(123.4), decimal(-0.001)]).toEqual(['0.12', '12.3', '123', '0.00']);
    expect([reward(-80.12), signed(3), signed(-3)]).toEqual(['−80.1', '+3.0', '−3.0']);
    expect([percent(0.8123), percent(1), percent(null)]).toEqual(['81.2 %', '100 %', '–']);
    expect([duration(0.5), duration(5), duration(1234), duration(61_000)]).toEqual([
      '500 µs',
      '5.0 ms',
      '1.23 s',
      '1 min 1 s',
    ]);
    expect([bytes(100), bytes(2048)]).toEqual(['100 B', '2.0 KiB']);
    expect(ago('2026-01-31T12:00:00Z', '2026-01-31T12:03:10Z')).toBe('3 min ago');
    expect([money(2_000_000, 0.5), money(5, null)]).toEqual([1, null]);
  });

  it('shows the spaces of tokens', () => {
    expect([visible('Ġdomain'), visible(' domain'), visible('Ċ')]).toEqual(['·domain', '·domain', '↵']);
  });
});

describe('csv', () => {
  it('quotes what needs it and lets no text be a formula', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x,"y"', -1.5],
          ['=1+1', null],
        ],
      ),
    ).toBe('a,b\r\n"x,""y""",-1.5\r\n\'=1+1,\r\n');
  });
});

describe('tables', () => {
  it('are sorted with what does not exist at the end', () => {
    const columns = [{ name: 'n', title: 'N', cell: () => null, value: (row: { n: number | null }) => row.n }];
    const rows = [{ n: 2 }, { n: null }, { n: 3 }];
    expect(sorted(rows, columns, { by: 'n', down: true }).map((r) => r.n)).toEqual([3, 2, null]);
    expect(sorted(rows, columns, { by: 'n', down: false }).map((r) => r.n)).toEqual([2, 3, null]);
  });
});

describe('frame', () => {
  const frame = {
    x: [1, 2],
    time: true,
    from: 0,
    to: 2,
    lines: [
      { label: 'A', colour: 0 as const, values: [1, 3], band: { label: 'deviation', low: [0, 2], high: [2, 4] } },
    ],
    format: (value: number | null) => String(value),
    unit: 'apples',
    bridge: 1,
  };

  it('is told in a sentence and as a table, newest first', () => {
    expect(summary('Fruit', frame)).toBe('Fruit (apples). A: now 3, between 1 and 3.');
    expect(tableOf(frame).header).toEqual(['time', 'A', 'A, deviation low', 'A, deviation high']);
    expect(tableOf(frame).rows).toEqual([
      [2, 3, 2, 4],
      [1, 1, 0, 2],
    ]);
  });
});

describe('dump', () => {
  it('shows offset, bytes and letters', () => {
    expect(dump('7b22')).toBe(`0000  7b 22${' '.repeat(43)} {"`);
  });
});
