// Devices with their tokens, and API keys.
import type { ApiKeyRecord, DeviceRecord, DeviceToken, IdentityStore } from '#core/ports/identity.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { GATEWAY } from '#core/principal.ts';

/** An update keeps the owner. */
const REPLACE = 'ON CONFLICT (id) DO UPDATE SET json = @json';

/** Opens the tables of devices and API keys. */
export function openIdentity(connection: Connection, audit: AuditLog): IdentityStore {
  const note = (entry: AuditDraft | undefined): void => {
    if (entry !== undefined) audit.chain(entry);
  };
  return { ...openDevices(connection, note), ...openKeys(connection, note) };
}

type Note = (entry: AuditDraft | undefined) => void;
type DeviceRow = Omit<DeviceRecord, 'tokens'>;
type DeviceMethods = 'devices' | 'device' | 'saveDevice' | 'removeDevice';

function openDevices(connection: Connection, note: Note): Pick<IdentityStore, DeviceMethods> {
  const { database } = connection;
  const all = connection.records<[], DeviceRow>('SELECT json FROM devices ORDER BY created_at, id');
  const get = connection.record<[string], DeviceRow>('SELECT json FROM devices WHERE id = ?');
  const put = connection.insert('devices', REPLACE);
  const readOwner = connection.cell<[string], string>('SELECT owner_id FROM devices WHERE id = ?');
  const remove = database.prepare('DELETE FROM devices WHERE id = ?');
  const tokens = connection.records<[string], DeviceToken>(
    'SELECT json FROM device_tokens WHERE device_id = ? ORDER BY role DESC',
  );
  const putToken = connection.insert('device_tokens');
  const dropTokens = database.prepare('DELETE FROM device_tokens WHERE device_id = ?');
  const addTokens = (device: DeviceRow): DeviceRecord => ({ ...device, tokens: tokens(device.deviceId) });
  return {
    devices: async () => all().map(addTokens),
    async device(deviceId) {
      const device = get(deviceId);
      return device === undefined ? undefined : addTokens(device);
    },
    async saveDevice({ tokens: list, ...device }, entry) {
      connection.write(() => {
        const { deviceId } = device;
        const ownerId = readOwner(deviceId) ?? (entry?.by ?? GATEWAY).userId;
        put({ id: deviceId, createdAt: device.createdAtMs, json: JSON.stringify(device), ownerId });
        dropTokens.run(deviceId);
        for (const token of list) {
          const { role, hash } = token;
          putToken({ deviceId, role, hash, json: JSON.stringify(token), ownerId });
        }
        note(entry);
      });
    },
    async removeDevice(deviceId, entry) {
      return connection.write(() => {
        dropTokens.run(deviceId);
        const removed = remove.run(deviceId).changes > 0;
        if (removed) note(entry);
        return removed;
      });
    },
  };
}

function openKeys(connection: Connection, note: Note): Pick<IdentityStore, 'apiKeys' | 'apiKeyByHash' | 'saveApiKey'> {
  const all = connection.records<[], ApiKeyRecord>('SELECT json FROM api_keys ORDER BY created_at, id');
  const byHash = connection.record<[string], ApiKeyRecord>('SELECT json FROM api_keys WHERE hash = ?');
  const put = connection.insert('api_keys', REPLACE);
  return {
    apiKeys: async () => all(),
    apiKeyByHash: async (hash) => byHash(hash),
    async saveApiKey(key, entry) {
      connection.write(() => {
        const { id, hash, createdAtMs: createdAt } = key;
        put({ id, hash, createdAt, json: JSON.stringify(key), ownerId: (entry?.by ?? GATEWAY).userId });
        note(entry);
      });
    },
  };
}
