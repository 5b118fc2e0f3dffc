/**
 * Control characters but the tab and the end of a line (they are orders to a terminal; a carriage return lets a text be
 * written over), marks of direction (they make a text look like another), and halves of characters.
 */
const unprintable = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/** A text with what a reader cannot see written out, as `\u001b`: JSON stays the same JSON. */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
