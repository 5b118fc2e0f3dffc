/** What ends a line. */
export const newline = 0x0a;

/** The lines of a journal, as bytes without their ends. A last one that was cut is left out; one that lacks but its end is there. */
export function journalLines(journal: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let to = journal.indexOf(newline); to >= 0; to = journal.indexOf(newline, from)) {
    lines.push(journal.subarray(from, to));
    from = to + 1;
  }
  return unfinishedIn(journal) === 'newline' ? [...lines, journal.subarray(from)] : lines;
}

/** What the end of a journal lacks: part of its last record, or only the newline after it. */
export function unfinishedIn(journal: Buffer): 'nothing' | 'newline' | 'record' {
  const rest = journal.subarray(journal.lastIndexOf(newline) + 1);
  if (rest.length === 0) return 'nothing';
  return isWholeObject(rest) ? 'newline' : 'record';
}

/** Of an object of JSON no part is one itself, as its last character closes it. */
function isWholeObject(text: Buffer): boolean {
  if (text.at(0) !== 0x7b || text.at(-1) !== 0x7d) return false;
  try {
    JSON.parse(text.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
