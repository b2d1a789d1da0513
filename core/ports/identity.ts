// Port of the store for who may come in: paired devices with their tokens, and keys for programs. Only hashes are kept.
import type { AuditDraft } from './audit.ts';

/** What a device may be. */
export type DeviceRole = 'operator' | 'node';

/** A device's token for one role. The token itself is kept nowhere: `hash` proves it, `salt` with a sealed key makes it again. */
export interface DeviceToken {
  readonly role: DeviceRole;
  readonly scopes: readonly string[];
  readonly salt: string;
  readonly hash: string;
  readonly createdAtMs: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
}

/** What a node can do, and whether a person allowed it. */
export interface NodeSurface {
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  /** What the node's system lets it do, as it says. */
  readonly permissions?: Readonly<Record<string, boolean>>;
  readonly approvedAtMs?: number;
}

/** A paired device. Its id is the hash of its public key. */
export interface DeviceRecord {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly displayName?: string;
  readonly label?: string;
  readonly platform: string;
  readonly deviceFamily?: string;
  readonly modelIdentifier?: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly version: string;
  readonly coreVersion?: string;
  readonly uiVersion?: string;
  /** Allowed again after it was known already. */
  readonly isRepair?: boolean;
  readonly roles: readonly DeviceRole[];
  readonly scopes: readonly string[];
  readonly approvedVia: 'owner' | 'silent' | 'setup-code';
  readonly createdAtMs: number;
  readonly approvedAtMs: number;
  readonly lastSeenAtMs?: number;
  readonly remoteIp?: string;
  readonly node?: NodeSurface;
  readonly tokens: readonly DeviceToken[];
}

/** A program's key. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  /** Its first characters, by which a person tells keys apart. */
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  /** Requests that it may make in a minute. */
  readonly perMinute: number;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly lastUsedAtMs?: number;
  readonly revokedAtMs?: number;
}

/** Devices and keys. A change with an audit line is written together with it or not at all. */
export interface IdentityStore {
  /** By age, the oldest first. */
  devices(): Promise<readonly DeviceRecord[]>;
  device(deviceId: string): Promise<DeviceRecord | undefined>;
  saveDevice(device: DeviceRecord, audit?: AuditDraft): Promise<void>;
  /** Returns false when there is none. */
  removeDevice(deviceId: string, audit: AuditDraft): Promise<boolean>;
  /** By age, the oldest first; revoked ones too. */
  apiKeys(): Promise<readonly ApiKeyRecord[]>;
  apiKeyByHash(hash: string): Promise<ApiKeyRecord | undefined>;
  saveApiKey(key: ApiKeyRecord, audit?: AuditDraft): Promise<void>;
}
