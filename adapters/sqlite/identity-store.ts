// Devices with their tokens, and API keys.
import type { ApiKeyRecord, DeviceRecord, DeviceToken, IdentityStore } from '#core/ports/identity.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

const PUT_DEVICE =
  'INSERT INTO devices (id, created_at, json) VALUES (@id, @createdAt, @json) ON CONFLICT (id) DO UPDATE SET json = @json';
const PUT_TOKEN = 'INSERT INTO device_tokens (device_id, role, hash, json) VALUES (?, ?, ?, ?)';
const PUT_KEY =
  'INSERT INTO api_keys (id, hash, created_at, json) VALUES (@id, @hash, @createdAt, @json) ON CONFLICT (id) DO UPDATE SET json = @json';

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
  const put = database.prepare(PUT_DEVICE);
  const remove = database.prepare('DELETE FROM devices WHERE id = ?');
  const tokens = connection.cells<[string], string>(
    'SELECT json FROM device_tokens WHERE device_id = ? ORDER BY role DESC',
  );
  const putToken = database.prepare(PUT_TOKEN);
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
        put.run({ id: device.deviceId, createdAt: device.createdAtMs, json: JSON.stringify(device) });
        dropTokens.run(device.deviceId);
        for (const token of list) putToken.run(device.deviceId, token.role, token.hash, JSON.stringify(token));
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
  const { database } = connection;
  const all = connection.cells<[], string>('SELECT json FROM api_keys ORDER BY created_at, id');
  const byHash = connection.cell<[string], string>('SELECT json FROM api_keys WHERE hash = ?');
  const put = database.prepare(PUT_KEY);
  const read = (json: string): ApiKeyRecord => JSON.parse(json);
  return {
    apiKeys: async () => all().map(read),
    async apiKeyByHash(hash) {
      const json = byHash(hash);
      return json === undefined ? undefined : read(json);
    },
    async saveApiKey(key, entry) {
      connection.write(() => {
        put.run({ id: key.id, hash: key.hash, createdAt: key.createdAtMs, json: JSON.stringify(key) });
        note(entry);
      });
    },
  };
}
