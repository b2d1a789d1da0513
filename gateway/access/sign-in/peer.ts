// What the transport knows of a client before it says a word.

import type { RequestOrigin } from './request-origin.ts';

/** Where a channel came from. */
export type Peer =
  /** A port that this process handed to its own window or tray: authenticated by that. */
  | { readonly kind: 'port' }
  | (RequestOrigin & {
      readonly kind: 'socket';
      /** Resolves to the browser session that the cookie named, when it is valid. */
      readonly browserSession: Promise<string | undefined>;
    });
