// Devices: types.
import type { PublishedType } from '../wire/published.ts';

/** A pending pairing request. */
export type PendingDevice = PublishedType<'DevicePairRequestedEvent'>;

/** A listed token, without the token itself. */
export interface DeviceTokenRow {
  readonly role: 'operator' | 'node';
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
}

/** A paired device. */
export interface PairedDevice {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly displayName?: string;
  readonly label?: string;
  readonly platform: string;
  readonly deviceFamily?: string;
  readonly modelIdentifier?: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly remoteIp?: string;
  readonly role: 'operator' | 'node';
  readonly roles: readonly ('operator' | 'node')[];
  readonly scopes: readonly string[];
  readonly tokens: readonly DeviceTokenRow[];
  readonly approvedVia: 'owner' | 'silent' | 'setup-code';
  readonly createdAtMs: number;
  readonly approvedAtMs: number;
  readonly lastSeenAtMs?: number;
  readonly connected: boolean;
}
