/** The CPUs of a list as Linux writes it: "0,2-3" is 0, 2 and 3. */
export function expandCpus(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
