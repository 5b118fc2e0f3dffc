export type CsvValue = string | number | null;

/**
 * Rows as CSV (RFC 4180: CRLF, quotes doubled), numbers unrounded, nothing for null. Text that a spreadsheet would
 * take for a formula gets an apostrophe before it (OWASP, CSV injection).
 */
export function csv(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** CSV as the address of a link that saves it: works without a script, and from disk. */
export function csvAddress(text: string): string {
  const encoded = encodeURI(text).replaceAll('#', '%23');
  return `data:text/csv;charset=utf-8,${encoded}`;
}
