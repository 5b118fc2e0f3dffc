const times = 3;

/**
 * Seconds of CPU that this thread spends until `work` is done, however few of them it gets in a second. The least of
 * some times: what else it and the machine do meanwhile can only add to it.
 */
export async function threadCpuSeconds(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}
