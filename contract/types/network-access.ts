/** Who can connect from other machines: nobody, the local network, the tailnet, or selected addresses. */
export type BindMode = 'loopback' | 'lan' | 'tailnet' | 'custom';

/** An address as it is written in a URL: IPv6 in brackets. */
export function toUrlHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** An address of this computer. */
export interface NetworkAddress {
  readonly host: string;
  readonly kind: 'lan' | 'tailnet' | 'other';
  /** Name of the network interface. */
  readonly network: string;
  /** URL at which it listens, if it does. Always TLS. */
  readonly url?: string;
  /** Why it doesn't listen although it should. */
  readonly error?: string;
}

/** Where the gateway listens. */
export interface NetworkAccessStatus {
  readonly mode: BindMode;
  readonly port: number;
  /** All addresses of this computer except loopback. Those with a `url` are listening. */
  readonly addresses: readonly NetworkAddress[];
  /** SHA-256 of the certificate, as hex pairs; present if other machines can connect. */
  readonly fingerprint?: string;
  readonly certificate?: 'self-made' | 'own';
}
