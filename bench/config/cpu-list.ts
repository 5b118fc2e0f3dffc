/** More than any machine has that Linux runs on. */
const mostCpus = 8192;

/** Whether that is a list of CPUs as Linux writes it, of ranges that rise. */
export function isCpuList(list: string): boolean {
  return list.split(',').every((range) => {
    const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return first !== '' && Number(first) <= Number(last) && Number(last) < mostCpus;
  });
}

/** The CPUs of a list as Linux writes it, each once: "0,2-3" is 0, 2 and 3. */
export function expandCpus(list: string): number[] {
  const cpus = list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return [...new Set(cpus)];
}
