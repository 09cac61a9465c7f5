import { GCProfiler } from 'node:v8'

/** Bytes that JavaScript of this thread allocated while the work was done, also what was collected meanwhile. */
export async function measureAllocations(work: () => Promise<void>): Promise<number> {
  const profiler = new GCProfiler()
  profiler.start()
  const before = process.memoryUsage().heapUsed
  await work()
  const after = process.memoryUsage().heapUsed
  const collected = profiler
    .stop()
    .statistics.map(({ beforeGC, afterGC }) => usedBytes(beforeGC) - usedBytes(afterGC))
    .reduce((sum, bytes) => sum + bytes, 0)
  return after - before + collected
}

function usedBytes({ heapStatistics }: { readonly heapStatistics: { readonly usedHeapSize: number } }): number {
  return heapStatistics.usedHeapSize
}
