// Devices: types.
import type { PublishedType } from '../wire/published.ts';

/** A pending pairing request. */
export type PendingDevice = PublishedType<'DevicePairRequestedEvent'>;

/** Role of a device. */
export type DeviceRole = 'operator' | 'node';

/** A listed token, without the token itself. */
export interface DeviceTokenRow {
  readonly role: DeviceRole;
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
  readonly role: DeviceRole;
  readonly roles: readonly DeviceRole[];
  readonly scopes: readonly string[];
  readonly tokens: readonly DeviceTokenRow[];
  readonly approvedVia: 'owner' | 'silent' | 'setup-code';
  readonly createdAtMs: number;
  readonly approvedAtMs: number;
  readonly lastSeenAtMs?: number;
  readonly connected: boolean;
}
