// Devices and keys in memory, for tests.
import type { ApiKeyRecord, DeviceRecord, IdentityStore } from '#core/ports/identity.ts';
import type { AuditDraft } from '#core/ports/audit.ts';

/** The identity part of the in-memory store. `note` writes the audit line. */
export function identityStore(note: (entry: AuditDraft) => void): IdentityStore {
  const devices = new Map<string, DeviceRecord>();
  const keys = new Map<string, ApiKeyRecord>();
  return {
    devices: async () => byAge(structuredClone([...devices.values()])),
    device: async (deviceId) => structuredClone(devices.get(deviceId)),
    async saveDevice(device, entry) {
      devices.set(device.deviceId, structuredClone(device));
      if (entry !== undefined) note(entry);
    },
    async removeDevice(deviceId, entry) {
      const removed = devices.delete(deviceId);
      if (removed) note(entry);
      return removed;
    },
    apiKeys: async () => byAge(structuredClone([...keys.values()])),
    apiKeyByHash: async (hash) => structuredClone([...keys.values()].find((key) => key.hash === hash)),
    async saveApiKey(key, entry) {
      keys.set(key.id, structuredClone(key));
      if (entry !== undefined) note(entry);
    },
  };
}

function byAge<T extends { readonly createdAtMs: number }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
}
