import { printable } from '../words/printable.ts';

/** A name or a message as one line, whatever a subject said in it: line breaks would end a list or a row of a table. */
export function onOneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' '));
}

/** What begins a heading, a list, a quotation or a block of code, which would take in what follows. */
const beginsBlock = /^(\s*)(?=>|#{1,6}(?:\s|$)|[-+*](?:\s|$)|`{3}|~{3})/;
const beginsNumbered = /^(\s*\d{1,9})(?=[.)](?:\s|$))/;

/**
 * The same for Markdown, where a line may also hold HTML, an image or a link that is not of this report, or be more than
 * a line. Code in backticks stays; inside it HTML could do no harm, but where code ends is for each reader to decide, so it
 * is escaped there too. A bare address may become a link: it leads where it says.
 */
export function markdownText(text: string): string {
  return onOneLine(text)
    .replaceAll('\\', '\\\\')
    .replaceAll(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('[', '\\[')
    .replace(beginsBlock, '$1\\')
    .replace(beginsNumbered, '$1\\');
}
