// Free memory of this computer, or of the container that the host runs in.
import type { Memory } from '#core/ports/memory.ts';

/** Node counts pages as used that macOS gives back on demand, so its number says nothing there. */
const IS_KNOWN = process.platform !== 'darwin';

/** The memory that this process can still use. */
export const SYSTEM_MEMORY: Memory = {
  availableBytes: () => (IS_KNOWN ? process.availableMemory() : undefined),
};
