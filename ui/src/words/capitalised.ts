/** Words as a heading or a sentence begins with them. */
export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
