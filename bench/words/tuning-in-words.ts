/** What a variable is set to, as a sentence or a table has it. @param variables of a shell; null is a value that is kept nowhere */
export function tuningInWords(variables: Readonly<Record<string, string | null>>, name: string): string {
  const value = variables[name];
  if (value === undefined) return 'not set';
  return value === null ? 'set to what is not kept' : JSON.stringify(value);
}
