import {
  constants,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
  PerformanceObserver,
} from 'node:perf_hooks';
import { observe } from './histogram.ts';
import { type GcKind, gcBuckets, gcKinds } from './limits.ts';
import type { SharedState } from './shared-state.ts';

const kindOf: Readonly<Record<number, GcKind>> = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** Counts the garbage collections of the calling thread's heap. Returns what stops it. */
export function watchGarbageCollection({ gc }: SharedState): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = kindOf[detailOf(entry).kind];
      if (kind !== undefined) observe(gc, gcKinds.indexOf(kind), gcBuckets, entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

/** Of the type that Node documents for entries of type `gc`; `@types/node` lacks it. */
const detailOf = (entry: PerformanceEntry): NodeGCPerformanceDetail =>
  (entry as PerformanceEntry & { readonly detail: NodeGCPerformanceDetail }).detail;
