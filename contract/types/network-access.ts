// Who can reach this gateway over the network.

/** Beyond this machine: nobody, the local network, the tailnet, or chosen addresses. */
export type BindMode = 'loopback' | 'lan' | 'tailnet' | 'custom';

/** An address of this machine. */
export interface NetworkAddress {
  readonly host: string;
  readonly kind: 'lan' | 'tailnet' | 'other';
  /** Name of the network interface. */
  readonly network: string;
  /** Where it answers, when it does; always with TLS. */
  readonly url?: string;
  /** Why it does not, though it should. */
  readonly error?: string;
}

/** Where the gateway listens. */
export interface NetworkAccessStatus {
  readonly mode: BindMode;
  readonly port: number;
  /** All addresses of this machine beyond loopback; those with `url` answer. */
  readonly addresses: readonly NetworkAddress[];
  /** SHA-256 of the certificate, in pairs of hex digits; present when it answers beyond this machine. */
  readonly fingerprint?: string;
  readonly certificate?: 'self-made' | 'own';
}
