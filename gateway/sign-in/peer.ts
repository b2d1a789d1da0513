// What the transport knows of a client before it says a word.

/** Where a channel came from. */
export type Peer =
  /** A port that this process handed to its own window or tray: authenticated by that. */
  | { readonly kind: 'port' }
  | {
      readonly kind: 'socket';
      readonly address: string;
      /** Whose failures are counted together: the page's origin, else the address. */
      readonly source: string;
      readonly hasOrigin: boolean;
      /** From this machine, and not through a proxy. */
      readonly isLoopback: boolean;
      /** Set when Host or Origin are not ours: every request is refused with it, before any credential is read. */
      readonly refused?: PeerRefusal;
      /** Resolves to the browser session that the cookie named, when it is valid. */
      readonly browserSession: Promise<string | undefined>;
    };

/** Why a peer is refused whatever it says. */
export interface PeerRefusal {
  readonly message: string;
  readonly details: { readonly code: string; readonly reason: string };
}
