// What the transport knows about a client before its first frame.

import type { RequestOrigin } from './request-origin.ts';

/** Where a channel came from. */
export type Peer =
  /** A port that this process gave to its own window or tray, and therefore trusted. */
  | { readonly kind: 'port' }
  | (RequestOrigin & {
      readonly kind: 'socket';
      /** Resolves to the browser session of the cookie, if valid. */
      readonly browserSession: Promise<string | undefined>;
    });
