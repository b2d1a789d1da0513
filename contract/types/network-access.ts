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

/** What the gateway announces to apps on the local network (mDNS): nothing, only what they need to connect, or also names. */
export const DISCOVERY_MODES = ['off', 'minimal', 'full'] as const;
export type DiscoveryMode = (typeof DISCOVERY_MODES)[number];

/** Whether apps on the local network can find the gateway. */
export interface DiscoveryStatus {
  readonly mode: DiscoveryMode;
  /** False although it is on: other machines can't connect, or it failed. */
  readonly isAnnounced: boolean;
  /** Type of the service, such as `_openclaw-gw._tcp`. */
  readonly type: string;
  readonly error?: string;
  /** Everything that each mode reveals, as name and value. */
  readonly reveals: Readonly<Record<Exclude<DiscoveryMode, 'off'>, readonly RevealedFact[]>>;
}

/** A fact that everybody on the local network can read. */
export interface RevealedFact {
  readonly name: string;
  readonly value: string;
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
  /** Older gateways omit it. */
  readonly discovery?: DiscoveryStatus;
}
