// Free memory of this computer, or of the container that the host runs in.
import type { Memory } from '#core/ports/memory.ts';

/** Node counts pages as used that macOS gives back on demand, so its number says nothing there. */
const IS_KNOWN = process.platform !== 'darwin';

/** Each read takes several files of the system, and many runs can start at the same time. */
const FRESH_MS = 250;
let last = { at: -Infinity, bytes: 0 };

/** The memory that this process can still use. */
export const SYSTEM_MEMORY: Memory = {
  availableBytes() {
    if (!IS_KNOWN) return undefined;
    const now = performance.now();
    if (now - last.at >= FRESH_MS) last = { at: now, bytes: process.availableMemory() };
    return last.bytes;
  },
};
