import type { ComponentChildren } from 'preact';
import { type Cell, save, toCsv } from '../csv';
import { Scroll } from './scroll';

export interface Column<T> {
  /** Names the column in addresses and files. */
  name: string;
  title: string;
  number?: boolean;
  cell: (row: T) => ComponentChildren;
  /** Whether it stands in files, and not on the page. */
  fileOnly?: boolean;
  /** What is sorted by and exported; what has none is neither. */
  value?: (row: T) => Cell;
}

export interface Sort {
  by: string;
  down: boolean;
}

interface TableProps<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** Sortable where both are given. */
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selected?: string | null;
}

/** Rows in the order of the sort, or as they are; the first column names the row. */
export function Table<T>(props: TableProps<T>) {
  const columns = props.columns.filter((column) => !column.fileOnly);
  return (
    <Scroll label={`${props.caption}, table`}>
      <table>
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(props.rows, props.columns, props.sort).map((row) => {
            const key = props.keyOf(row);
            return (
              <tr key={key} class={key === props.selected ? 'selected' : ''}>
                {columns.map((column, i) => {
                  const side = column.number ? 'number' : '';
                  const content = column.cell(row);
                  return i === 0 ? (
                    <th key={column.name} scope="row" class={side}>
                      {content}
                    </th>
                  ) : (
                    <td key={column.name} class={side}>
                      {content}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function Head<T>(props: { column: Column<T>; sort: Sort | undefined; onSort: ((sort: Sort) => void) | undefined }) {
  const { column, sort, onSort } = props;
  const side = column.number ? 'number' : '';
  if (!sort || !onSort || !column.value) {
    return (
      <th scope="col" class={side}>
        {column.title}
      </th>
    );
  }
  const mine = sort.by === column.name;
  const order = mine ? (sort.down ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" class={side} aria-sort={order}>
      <button type="button" class="sort" onClick={() => onSort({ by: column.name, down: mine ? !sort.down : true })}>
        {column.title}
        <span aria-hidden="true">{mine ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

/** What does not exist comes last, whichever the direction. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], sort?: Sort): readonly T[] {
  const value = columns.find((column) => column.name === sort?.by)?.value;
  if (!sort || !value) {
    return rows;
  }
  const way = sort.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x == null || y == null) {
      return Number(x == null) - Number(y == null);
    }
    return way * (typeof x === 'string' ? x.localeCompare(String(y)) : Number(x) - Number(y));
  });
}

/** Saves what a table shows. */
export function Export<T>(props: { file: string; columns: readonly Column<T>[]; rows: readonly T[]; sort?: Sort }) {
  const write = () => {
    const columns = props.columns.filter((column) => column.value);
    const rows = sorted(props.rows, props.columns, props.sort).map((row) =>
      columns.map((column) => column.value!(row)),
    );
    save(
      props.file,
      toCsv(
        columns.map((column) => column.name),
        rows,
      ),
    );
  };
  return (
    <button type="button" class="small" disabled={props.rows.length === 0} onClick={write}>
      CSV<span class="unseen"> of {props.file}</span>
    </button>
  );
}
