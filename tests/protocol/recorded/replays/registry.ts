// All replays, in the order in which they are run on one host.
import type { Replay } from '../replay.ts';
import { APPROVAL_REPLAYS } from './approvals.ts';
import { DEVICE_REPLAYS } from './devices.ts';
import { HTTP_REPLAYS } from './http.ts';
import { READ_REPLAYS } from './reads.ts';
import { REFUSAL_REPLAYS } from './refusals.ts';
import { TURN_REPLAYS } from './turns.ts';

/** Every transcript that is replayed. */
export const REPLAYS: readonly Replay[] = [
  ...TURN_REPLAYS,
  ...APPROVAL_REPLAYS,
  ...READ_REPLAYS,
  ...DEVICE_REPLAYS,
  ...HTTP_REPLAYS,
  ...REFUSAL_REPLAYS,
];
