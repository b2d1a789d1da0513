// Sealed secrets by name. The key lives elsewhere; the file alone opens nothing.
import type { Clock, Log } from '#core/ports/environment.ts';
import { Secret, type SecretStore } from '#core/ports/store.ts';
import { seal, unseal } from '../secrets/sealing.ts';
import type { Connection } from './connection.ts';

/** What the secrets need. */
export interface SecretParts {
  readonly connection: Connection;
  readonly sealingKey: Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
}

/** The store's side of secrets: `unreadable` names those that this key does not open. */
export interface SealedSecrets extends SecretStore {
  unreadable(): readonly string[];
}

/** Opens the secrets table. A secret that the key does not open counts as missing; it is kept, and named as a problem. */
export function openSecrets({ connection, sealingKey, clock, log }: SecretParts): SealedSecrets {
  const { database } = connection;
  const get = database.prepare<[string], string>('SELECT sealed FROM secrets WHERE name = ?').pluck();
  const set = database.prepare(
    'INSERT INTO secrets (name, sealed, updated_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at',
  );
  const remove = database.prepare('DELETE FROM secrets WHERE name = ?');
  const all = database.prepare<[], { name: string; sealed: string }>('SELECT name, sealed FROM secrets ORDER BY name');
  return {
    async get(name) {
      const sealed = connection.read(() => get.get(name)) as string | undefined;
      if (sealed === undefined) return undefined;
      const value = unseal(sealingKey, name, sealed);
      if (value === undefined) log.warn('a stored secret does not open with the present key', { name });
      return value === undefined ? undefined : new Secret(value);
    },
    async set(name, value) {
      const sealed = seal(sealingKey, name, value.reveal());
      connection.write(() => set.run(name, sealed, clock.now()));
    },
    delete: async (name) => void connection.write(() => remove.run(name)),
    names: async () => connection.read(() => all.all()).map((row) => row.name),
    unreadable: () =>
      all
        .all()
        .filter((row) => unseal(sealingKey, row.name, row.sealed) === undefined)
        .map((row) => row.name),
  };
}
