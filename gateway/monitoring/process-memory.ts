// Memory usage of this process, available even when no file descriptor is left.
import { getHeapStatistics } from 'node:v8';

/** `process.memoryUsage()`, in bytes. Without a file descriptor to read it with, `rss` is the peak. */
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
