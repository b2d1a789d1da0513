// Store port of identities: paired devices with their tokens, and API keys. Only hashes are stored.
import type { ApiKeyRow } from '#contract/types/api-keys.ts';
import type { DeviceTokenRow, PairedDevice } from '#contract/types/devices.ts';
import type { AuditDraft } from './audit.ts';

/** A device's token for one role. The token itself isn't stored: `hash` verifies it, `salt` with a sealed key recreates it. */
export interface DeviceToken extends DeviceTokenRow {
  readonly salt: string;
  readonly hash: string;
}

/** A node's capabilities, and whether they are approved. */
export interface NodeSurface {
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  /** System permissions that the node reports. */
  readonly permissions?: Readonly<Record<string, boolean>>;
  readonly approvedAtMs?: number;
}

/** A paired device. Its id is the hash of its public key. */
export interface DeviceRecord extends Omit<PairedDevice, 'role' | 'tokens' | 'connected'> {
  readonly version: string;
  readonly coreVersion?: string;
  readonly uiVersion?: string;
  /** Approved again after an earlier pairing. */
  readonly isRepair?: boolean;
  readonly node?: NodeSurface;
  readonly tokens: readonly DeviceToken[];
}

/** An API key. */
export interface ApiKeyRecord extends ApiKeyRow {
  readonly hash: string;
}

/** Devices and API keys. A change and its audit entry are written atomically. */
export interface IdentityStore {
  /** Oldest first. */
  devices(): Promise<readonly DeviceRecord[]>;
  device(deviceId: string): Promise<DeviceRecord | undefined>;
  saveDevice(device: DeviceRecord, audit?: AuditDraft): Promise<void>;
  /** Returns false when it does not exist. */
  removeDevice(deviceId: string, audit: AuditDraft): Promise<boolean>;
  /** Oldest first, including revoked ones. */
  apiKeys(): Promise<readonly ApiKeyRecord[]>;
  apiKeyByHash(hash: string): Promise<ApiKeyRecord | undefined>;
  saveApiKey(key: ApiKeyRecord, audit?: AuditDraft): Promise<void>;
}
