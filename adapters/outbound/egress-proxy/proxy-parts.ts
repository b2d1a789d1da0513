// What the requests to one proxy share.
import type { FindCredentials } from './credentials.ts';
import type { Network } from './dial.ts';
import type { Limits } from './limits.ts';
import type { Tracker } from './track.ts';

/** The parts of a proxy. */
export interface ProxyParts {
  /** Read for each request, because the allowlist can change. */
  readonly network: () => Network;
  readonly track: Tracker;
  readonly limits: Limits;
  readonly findCredentials: FindCredentials;
}
