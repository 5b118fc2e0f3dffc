/** Says, as what is not controlled, which CPUs were given to both. */
export function sharedCpus(subject: readonly number[], generator: readonly number[]): string[] {
  const shared = subject.filter((cpu) => generator.includes(cpu));
  return shared.length === 0 ? [] : [`Subject and generator share CPU ${shared.join(', ')}, as asked for.`];
}
