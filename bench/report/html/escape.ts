import { printable } from '../../words/printable.ts';

/** A piece of a page that is escaped already. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[] | null;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A page is written with this tag alone: whatever is put into it is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const written = strings.map((string, i) => string + (i < pieces.length ? write(pieces[i] ?? null) : ''));
  return { markup: written.join('') };
}

/** Takes text for markup: only for what was made here, such as a chart or the page's own style. */
export function trusted(markup: string): Markup {
  return { markup };
}

function write(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return escapeHtml(String(piece));
  if ('markup' in piece) return piece.markup;
  return piece.map(({ markup }) => markup).join('');
}
