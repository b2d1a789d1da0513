// Proves: GW-14
import { expect, it } from 'vitest';
import type { DeviceRecord } from '#core/ports/identity.ts';
import { KnownDevices } from './known-devices.ts';

const RECORD: DeviceRecord = {
  deviceId: 'd',
  publicKey: 'k',
  platform: 'test',
  clientId: 'c',
  clientMode: 'ui',
  version: '1',
  remoteIp: '127.0.0.1',
  roles: ['operator'],
  scopes: [],
  approvedVia: 'silent',
  createdAtMs: 1,
  approvedAtMs: 1,
  isRepair: false,
  tokens: [],
};

/** A store whose reads and writes end when the test says so. */
class SlowStore {
  stored: DeviceRecord | undefined = RECORD;
  reads = 0;
  readonly #waiting: (() => void)[] = [];

  async device(): Promise<DeviceRecord | undefined> {
    this.reads += 1;
    const found = this.stored;
    await this.#turn();
    return found;
  }

  async saveDevice(device: DeviceRecord): Promise<void> {
    await this.#turn();
    this.stored = device;
  }

  async removeDevice(): Promise<boolean> {
    await this.#turn();
    this.stored = undefined;
    return true;
  }

  next(): void {
    this.#waiting.shift()?.();
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

const AUDIT = { by: { kind: 'gateway', name: 'test' }, action: 'device.removed', subject: 'd', details: {} } as never;

async function read(store: SlowStore, devices: KnownDevices): Promise<DeviceRecord | undefined> {
  const reading = devices.device('d');
  store.next();
  return await reading;
}

it('reads a device from the store once', async () => {
  const store = new SlowStore();
  const devices = new KnownDevices(store);
  expect(await read(store, devices)).toBe(RECORD);
  expect(await devices.device('d')).toBe(RECORD);
  expect(store.reads).toBe(1);
});

it('does not return a removed device', async () => {
  const store = new SlowStore();
  const devices = new KnownDevices(store);
  await read(store, devices);
  const removing = devices.removeDevice('d', AUDIT);
  store.next();
  await removing;
  expect(await read(store, devices)).toBeUndefined();
});

it.each(['before', 'after'])('does not keep a record whose reading ended %s a concurrent change', async (end) => {
  const store = new SlowStore();
  const devices = new KnownDevices(store);
  const reading = devices.device('d');
  const changed = { ...RECORD, label: 'changed' };
  const saving = devices.saveDevice(changed);
  store.next();
  if (end === 'before') await reading;
  store.next();
  await Promise.all([reading, saving]);
  expect(await read(store, devices)).toBe(changed);
});

it('reads a device again after a failed change', async () => {
  const store = new SlowStore();
  const devices = new KnownDevices(store);
  await read(store, devices);
  store.saveDevice = () => Promise.reject(new Error('disk full'));
  await expect(devices.saveDevice(RECORD)).rejects.toThrow('disk full');
  expect(await read(store, devices)).toBe(RECORD);
  expect(store.reads).toBe(2);
});
