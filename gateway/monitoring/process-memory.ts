// The memory of this process, readable even when no file descriptor is left: the system's figure needs one, V8's do not.
import { getHeapStatistics } from 'node:v8';

/** `process.memoryUsage()`, in bytes; the peak instead of the present `rss` while no descriptor is left to read it with. */
export function processMemory(): NodeJS.MemoryUsage {
  try {
    return process.memoryUsage();
  } catch {
    const heap = getHeapStatistics();
    return {
      rss: process.resourceUsage().maxRSS * 1024,
      heapTotal: heap.total_heap_size,
      heapUsed: heap.used_heap_size,
      external: heap.external_memory,
      arrayBuffers: 0,
    };
  }
}
