// Devices with their tokens, and API keys.
import type { ApiKeyRecord, DeviceRecord, DeviceToken, IdentityStore } from '#core/ports/identity.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { GATEWAY } from '#core/principal.ts';

/** What a change of a known row keeps: its owner, too. */
const REPLACE = 'ON CONFLICT (id) DO UPDATE SET json = @json';

/** Opens the tables of devices and API keys. */
export function openIdentity(connection: Connection, audit: AuditLog): IdentityStore {
  const note = (entry: AuditDraft | undefined): void => {
    if (entry !== undefined) audit.chain(entry);
  };
  return { ...openDevices(connection, note), ...openKeys(connection, note) };
}

type Note = (entry: AuditDraft | undefined) => void;
interface DeviceRow {
  readonly id: string;
  readonly json: string;
}

type DeviceMethods = 'devices' | 'device' | 'saveDevice' | 'removeDevice';

function openDevices(connection: Connection, note: Note): Pick<IdentityStore, DeviceMethods> {
  const { database } = connection;
  const all = connection.all<[], DeviceRow>('SELECT id, json FROM devices ORDER BY created_at, id');
  const get = connection.first<[string], DeviceRow>('SELECT id, json FROM devices WHERE id = ?');
  const put = connection.insert('devices', REPLACE);
  const ownerOf = connection.cell<[string], string>('SELECT owner_id FROM devices WHERE id = ?');
  const remove = database.prepare('DELETE FROM devices WHERE id = ?');
  const tokens = connection.cells<[string], string>(
    'SELECT json FROM device_tokens WHERE device_id = ? ORDER BY role DESC',
  );
  const putToken = connection.insert('device_tokens');
  const dropTokens = database.prepare('DELETE FROM device_tokens WHERE device_id = ?');
  const read = ({ id, json }: DeviceRow): DeviceRecord => ({
    ...(JSON.parse(json) as Omit<DeviceRecord, 'tokens'>),
    tokens: tokens(id).map((text) => JSON.parse(text) as DeviceToken),
  });
  return {
    devices: async () => all().map(read),
    async device(deviceId) {
      const row = get(deviceId);
      return row === undefined ? undefined : read(row);
    },
    async saveDevice({ tokens: list, ...device }, entry) {
      connection.write(() => {
        const { deviceId } = device;
        const ownerId = ownerOf(deviceId) ?? (entry?.by ?? GATEWAY).userId;
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
  const all = connection.cells<[], string>('SELECT json FROM api_keys ORDER BY created_at, id');
  const byHash = connection.cell<[string], string>('SELECT json FROM api_keys WHERE hash = ?');
  const put = connection.insert('api_keys', REPLACE);
  const read = (json: string): ApiKeyRecord => JSON.parse(json);
  return {
    apiKeys: async () => all().map(read),
    async apiKeyByHash(hash) {
      const json = byHash(hash);
      return json === undefined ? undefined : read(json);
    },
    async saveApiKey(key, entry) {
      connection.write(() => {
        const { id, hash, createdAtMs: createdAt } = key;
        put({ id, hash, createdAt, json: JSON.stringify(key), ownerId: (entry?.by ?? GATEWAY).userId });
        note(entry);
      });
    },
  };
}
