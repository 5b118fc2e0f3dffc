interface Marked<Code extends string> {
  readonly warnings: readonly { readonly code: Code }[];
}

/** Whether a cell, or a probe, carries one of these marks. */
export const hasMark = <Code extends string>(
  { warnings }: Marked<Code>,
  ...marks: readonly NoInfer<Code>[]
): boolean => warnings.some(({ code }) => marks.includes(code));
