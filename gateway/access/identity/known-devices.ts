// Paired devices in memory, so that a device that reconnects needs no query.
// A record is forgotten before its change is written and again afterward, so that a revoked device is refused at once.
import type { DeviceRecord, IdentityStore } from '#core/ports/identity.ts';
import { setBounded } from '../limits/set-bounded.ts';

const MAX_KNOWN = 1_000;

type DeviceStore = Pick<IdentityStore, 'device' | 'saveDevice' | 'removeDevice'>;

/** The only reader and writer of single devices. */
export class KnownDevices implements DeviceStore {
  readonly #store: DeviceStore;
  readonly #records = new Map<string, DeviceRecord>();
  #changes = 0;

  constructor(store: DeviceStore) {
    this.#store = store;
  }

  async device(deviceId: string): Promise<DeviceRecord | undefined> {
    const known = this.#records.get(deviceId);
    if (known !== undefined) return known;
    const before = this.#changes;
    const record = await this.#store.device(deviceId);
    // A record that was read during a change may be the former one.
    if (record !== undefined && before === this.#changes) setBounded(this.#records, deviceId, record, MAX_KNOWN);
    return record;
  }

  saveDevice(...call: Parameters<DeviceStore['saveDevice']>): Promise<void> {
    return this.#change(call[0].deviceId, () => this.#store.saveDevice(...call));
  }

  removeDevice(...call: Parameters<DeviceStore['removeDevice']>): Promise<boolean> {
    return this.#change(call[0], () => this.#store.removeDevice(...call));
  }

  async #change<T>(deviceId: string, write: () => Promise<T>): Promise<T> {
    this.#forget(deviceId);
    try {
      return await write();
    } finally {
      this.#forget(deviceId);
    }
  }

  #forget(deviceId: string): void {
    this.#changes += 1;
    this.#records.delete(deviceId);
  }
}
