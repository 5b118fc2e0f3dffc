/** From this share of the generator's CPUs on it is k6 that is measured; as GeneratorSaturated in prometheus/rules/alerts.yml. */
export const saturatedShare = 0.8;
/** A loop that stands still for longer raises EventLoopStalled. */
export const stalledSeconds = 0.5;
/** More failed requests than this share raise RequestsFail. */
export const failingShare = 0.01;
/** Below these shares of what a server gives that never queues, users wait for one another. */
export const nearlyIdeal = 0.9;
export const halfIdeal = 0.5;
