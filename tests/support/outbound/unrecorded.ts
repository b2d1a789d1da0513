// A ledger that records nothing and blocks nothing.
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';

/** For tests of other parts. */
export const UNRECORDED: OutboundLedger = {
  open: () => () => undefined,
  refuse: () => undefined,
  recordUntracked: () => undefined,
};
