const WIDTH = 16;

/** Hexadecimal digits as lines of offset, bytes and what of them is ASCII. */
export function dump(hex: string): string {
  const bytes = hex.match(/[0-9a-f]{2}/gi) ?? [];
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += WIDTH) {
    const row = bytes.slice(offset, offset + WIDTH);
    const ascii = row.map((byte) => printable(parseInt(byte, 16))).join('');
    lines.push(`${offset.toString(16).padStart(4, '0')}  ${row.join(' ').padEnd(WIDTH * 3)} ${ascii}`);
  }
  return lines.join('\n');
}

function printable(code: number): string {
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
}
