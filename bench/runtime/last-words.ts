/** What a report can hold of a line. */
const longest = 300;

/** Names an error, as most languages write it: "Error: listen EADDRINUSE", "ValueError: ...". */
const errorLine = /^\s*(?:[\w.]*(?:Error|Exception|panic)\b[^:]*:|\S+: .*(?:not found|No such file))/;
/** Node's own last line, which says nothing. */
const nodeVersion = /^Node\.js v\d/;

/** The one line of what a process wrote last that says most: one that names an error, else the last; its log has all. */
export function lastWordsInShort(lastWords: string): string {
  const lines = lastWords.split('\n').filter((line) => line.trim() !== '' && !nodeVersion.test(line));
  const line = lines.findLast((one) => errorLine.test(one)) ?? lines.at(-1);
  return line === undefined ? 'none' : line.trim().slice(0, longest);
}
