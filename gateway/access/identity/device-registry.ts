// Paired devices: their tokens, scopes, and when they were last seen.
import { defined } from '#contract/types/defined.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import type { DeviceRecord, DeviceToken, IdentityStore } from '#core/ports/identity.ts';
import { KnownDevices } from './known-devices.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import type { Principal } from '#core/principal.ts';

/** Minimum interval between updates of the last visit, so that reconnecting doesn't write. */
const SEEN_EVERY_MS = 60_000;

/** What a device is granted. */
export interface Grant {
  readonly roles: readonly DeviceRole[];
  readonly scopes: readonly string[];
  readonly via: DeviceRecord['approvedVia'];
  /** Who approved it. */
  readonly by: Principal;
}

/** What a device reports about itself. */
export type DeviceFacts = Pick<
  DeviceRecord,
  'deviceId' | 'publicKey' | 'displayName' | 'platform' | 'deviceFamily' | 'modelIdentifier' | 'clientId' | 'clientMode'
> &
  VisitFacts;

/** Metadata that may change without a new approval. */
export type VisitFacts = Pick<DeviceRecord, 'version' | 'coreVersion' | 'uiVersion' | 'remoteIp'>;

/** A token as sent to its device. */
export interface IssuedToken {
  readonly deviceToken: string;
  readonly role: DeviceRole;
  readonly scopes: readonly string[];
  readonly issuedAtMs: number;
}

/** Reads and changes devices. Changes of one device are serialized. */
export class DeviceRegistry {
  readonly #store: Pick<IdentityStore, 'devices'>;
  readonly #known: KnownDevices;
  readonly #issuer: TokenIssuer;
  readonly #clock: Clock;
  readonly #queue = new SerialQueue();

  constructor(store: IdentityStore, issuer: TokenIssuer, clock: Clock) {
    this.#store = store;
    this.#known = new KnownDevices(store);
    this.#issuer = issuer;
    this.#clock = clock;
  }

  list(): Promise<readonly DeviceRecord[]> {
    return this.#store.devices();
  }

  get(deviceId: string): Promise<DeviceRecord | undefined> {
    return this.#known.device(deviceId);
  }

  /** Pairs a device, or replaces its grant. Tokens whose scopes changed are reissued. */
  pair(facts: DeviceFacts, grant: Grant, node?: DeviceRecord['node']): Promise<DeviceRecord> {
    return this.#queue.run(async () => {
      const now = this.#clock.now();
      const { roles, scopes, via, by } = grant;
      const known = await this.#known.device(facts.deviceId);
      const device: DeviceRecord = {
        ...facts,
        ...defined({ label: known?.label, node: node ?? known?.node }),
        isRepair: known !== undefined,
        roles,
        scopes,
        approvedVia: via,
        createdAtMs: known?.createdAtMs ?? now,
        approvedAtMs: now,
        lastSeenAtMs: now,
        tokens: await Promise.all(roles.map((role) => this.#tokenFor(facts.deviceId, role, grant, known))),
      };
      const action = known === undefined ? 'device.paired' : 'device.changed';
      await this.#save(device, by, action, { roles, scopes, via, client: facts.clientId });
      return device;
    });
  }

  /** The device's token for a role; undefined when it was revoked. */
  async issued(device: DeviceRecord, role: DeviceRole): Promise<IssuedToken | undefined> {
    const token = findToken(device, role);
    if (token === undefined) return undefined;
    const deviceToken = await this.#issuer.derive(device.deviceId, role, token.salt);
    if (!(await this.#issuer.matches(deviceToken, token.hash))) return undefined;
    return { deviceToken, role, scopes: token.scopes, issuedAtMs: token.rotatedAtMs ?? token.createdAtMs };
  }

  /** Verifies `given` as the token of this device and role; undefined when it is not. */
  async verify(deviceId: string, role: DeviceRole, given: string): Promise<DeviceToken | undefined> {
    const token = findToken(await this.#known.device(deviceId), role);
    return token !== undefined && (await this.#issuer.matches(given, token.hash)) ? token : undefined;
  }

  /** Replaces a token. Undefined when the device has no such role. */
  rotate(
    deviceId: string,
    role: DeviceRole,
    scopes: readonly string[] | undefined,
    by: Principal,
  ): Promise<IssuedToken | undefined> {
    return this.#change(deviceId, async (device) => {
      if (!device.roles.includes(role)) return undefined;
      const before = device.tokens.find((one) => one.role === role);
      const token = await this.#freshToken(deviceId, role, scopes ?? before?.scopes ?? device.scopes);
      const rotatedAtMs = this.#clock.now();
      const next = { ...token, createdAtMs: before?.createdAtMs ?? rotatedAtMs, rotatedAtMs };
      const changed = { ...device, tokens: [...device.tokens.filter((one) => one.role !== role), next] };
      await this.#save(changed, by, 'device.token-rotated', { role });
      return this.issued(changed, role);
    });
  }

  /** Revokes a token; the device needs a new approval. Undefined when there is none. */
  revoke(deviceId: string, role: DeviceRole, by: Principal): Promise<number | undefined> {
    return this.#change(deviceId, async (device) => {
      const token = device.tokens.find((one) => one.role === role);
      if (token === undefined) return undefined;
      const revokedAtMs = token.revokedAtMs ?? this.#clock.now();
      const tokens = device.tokens.map((one) => (one.role === role ? { ...one, revokedAtMs } : one));
      await this.#save({ ...device, tokens }, by, 'device.token-revoked', { role });
      return revokedAtMs;
    });
  }

  /** Removes a device. False when it is unknown. */
  remove(deviceId: string, by: Principal): Promise<boolean> {
    return this.#queue.run(() =>
      this.#known.removeDevice(deviceId, { by, action: 'device.removed', subject: deviceId, details: {} }),
    );
  }

  /** Sets a device's label. False when it is unknown. */
  async rename(deviceId: string, label: string, by: Principal): Promise<boolean> {
    const renamed = await this.#change(deviceId, async (device) => {
      await this.#save({ ...device, label }, by, 'device.renamed', { label });
      return true;
    });
    return renamed === true;
  }

  /** Stores a node's approved capabilities; `undefined` removes them. */
  async setNode(deviceId: string, node: DeviceRecord['node'], by: Principal, action: string): Promise<void> {
    await this.#change(deviceId, ({ node: _before, ...device }) =>
      this.#save({ ...device, ...defined({ node }) }, by, action, { commands: node?.commands ?? [] }),
    );
  }

  /** Records a device's visit and version. */
  async seen(device: DeviceRecord, facts: VisitFacts): Promise<void> {
    const now = this.#clock.now();
    const isFresh = device.lastSeenAtMs !== undefined && now - device.lastSeenAtMs < SEEN_EVERY_MS;
    const isSame = (['version', 'coreVersion', 'uiVersion'] as const).every((name) => device[name] === facts[name]);
    if (!isFresh || !isSame) await this.#touch(device.deviceId, { ...facts, lastSeenAtMs: now });
  }

  /** Stores node metadata that needs no approval. */
  noteNode(deviceId: string, node: NonNullable<DeviceRecord['node']>): Promise<void> {
    return this.#touch(deviceId, { node });
  }

  /** Records a node's sign of life. */
  alive(deviceId: string): Promise<void> {
    return this.#touch(deviceId, { lastSeenAtMs: this.#clock.now() });
  }

  async #touch(deviceId: string, change: Partial<DeviceRecord>): Promise<void> {
    await this.#change(deviceId, (device) => this.#known.saveDevice({ ...device, ...change }));
  }

  /** Runs a change of a device after the others; undefined when it is unknown. */
  #change<T>(deviceId: string, change: (device: DeviceRecord) => Promise<T>): Promise<T | undefined> {
    return this.#queue.run(async () => {
      const device = await this.#known.device(deviceId);
      return device && change(device);
    });
  }

  #save(device: DeviceRecord, by: Principal, action: string, details: JsonObject): Promise<void> {
    return this.#known.saveDevice(device, { by, action, subject: device.deviceId, details });
  }

  async #tokenFor(deviceId: string, role: DeviceRole, grant: Grant, known?: DeviceRecord): Promise<DeviceToken> {
    const scopes = role === 'operator' ? grant.scopes.toSorted() : [];
    const before = findToken(known, role);
    // A device whose grant stays the same or grows keeps its token.
    if (before !== undefined && before.scopes.every((scope) => scopes.includes(scope))) return { ...before, scopes };
    return this.#freshToken(deviceId, role, scopes);
  }

  async #freshToken(deviceId: string, role: DeviceRole, scopes: readonly string[]): Promise<DeviceToken> {
    const salt = this.#issuer.salt();
    const hash = await this.#issuer.hash(await this.#issuer.derive(deviceId, role, salt));
    return { role, scopes: scopes.toSorted(), salt, hash, createdAtMs: this.#clock.now() };
  }
}

function findToken(device: DeviceRecord | undefined, role: DeviceRole): DeviceToken | undefined {
  return device?.tokens.find((token) => token.role === role && token.revokedAtMs === undefined);
}
