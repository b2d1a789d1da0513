// Sealed secrets by name. The key is stored elsewhere, so the file alone reveals nothing.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';
import { seal, unseal } from '../secrets/sealing.ts';
import type { Connection } from './connection.ts';
import { GATEWAY } from '#core/principal.ts';

/** Options of the secret store. */
export interface SecretParts {
  readonly connection: Connection;
  readonly sealingKey: Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with every secret, so that the logs can mask it. */
  readonly learn: (value: string) => void;
}

/** Secrets for the store itself. */
export interface SealedSecrets extends SecretStore {
  /** Opens all secrets once; returns the names of those that this key doesn't open. */
  unreadable(): readonly string[];
  /** Seals secrets again that only the `former` key opens. */
  reseal(former: Uint8Array): void;
}

/** Opens the table of secrets. A secret that the key doesn't open is kept, but returned as missing. */
export function openSecrets({ connection, sealingKey, clock, log, learn }: SecretParts): SealedSecrets {
  const { database } = connection;
  const get = connection.cell<[string], string>('SELECT sealed FROM secrets WHERE name = ?');
  const put = connection.insert(
    'secrets',
    'ON CONFLICT (name) DO UPDATE SET sealed = @sealed, updated_at = @updatedAt',
  );
  const set = (name: string, value: string): void => {
    put({ name, sealed: seal(sealingKey, name, value), updatedAt: clock.now(), ownerId: GATEWAY.userId });
  };
  const remove = database.prepare('DELETE FROM secrets WHERE name = ?');
  const all = connection.all<[], { name: string; sealed: string }>('SELECT name, sealed FROM secrets ORDER BY name');
  return {
    async get(name) {
      const sealed = get(name);
      if (sealed === undefined) return undefined;
      const value = unseal(sealingKey, name, sealed);
      if (value === undefined) log.warn("A stored secret can't be decrypted with the current key.", { name });
      return value === undefined ? undefined : new Secret(value);
    },
    async set(name, value) {
      learn(value.reveal());
      connection.write(() => set(name, value.reveal()));
    },
    delete: async (name) => void connection.write(() => remove.run(name)),
    names: async () => all().map((row) => row.name),
    unreadable() {
      const opened = all().map(({ name, sealed }) => ({ name, value: unseal(sealingKey, name, sealed) }));
      for (const { value } of opened) if (value !== undefined) learn(value);
      return opened.filter(({ value }) => value === undefined).map(({ name }) => name);
    },
    reseal(former) {
      for (const { name, sealed } of all()) {
        const value = unseal(sealingKey, name, sealed) === undefined ? unseal(former, name, sealed) : undefined;
        if (value !== undefined) set(name, value);
      }
    },
  };
}
