/** Marks of direction, which make a text look like another. */
const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name or a message as one line, whatever a subject said in it: line breaks would end a list or a row of a
 * table, and control characters are orders to a terminal.
 */
export function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(hidden, '\ufffd');
}

/**
 * The same for Markdown, where a line may also hold HTML, an image or a link that is not of this report. Code in
 * backticks stays; inside it HTML could do no harm, but where code ends is for each reader to decide, so it is
 * escaped there too.
 */
export function markdownText(text: string): string {
  return onOneLine(text)
    .replaceAll('\\', '\\\\')
    .replaceAll(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('[', '\\[');
}
