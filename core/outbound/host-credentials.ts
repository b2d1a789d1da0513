// Stores the credentials of hosts: what they are for in the settings, the secrets sealed. Only the egress proxy reads those.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { OutboundCredential } from '#contract/types/outbound.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AuditStore } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret, SecretStore } from '../ports/secrets.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { HostCredential } from './host-credential.ts';

const KEY = 'outbound.credentials';
const MAX_CREDENTIALS = 100;

/** What a caller says about a credential. */
export type NewCredential = Omit<OutboundCredential, 'id' | 'by' | 'at'>;

/** Everything outside that the credentials depend on. */
export interface CredentialPorts {
  readonly settings: Pick<SettingsStore, 'get' | 'set'>;
  readonly secrets: Pick<SecretStore, 'get' | 'set' | 'delete'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
}

/** The credentials of a gateway. */
export class HostCredentials {
  readonly #ports: CredentialPorts;
  readonly #changes = new SerialQueue();
  #rows: Promise<readonly OutboundCredential[]> | undefined;

  constructor(ports: CredentialPorts) {
    this.#ports = ports;
  }

  /** All of them, without their secrets. */
  list(): Promise<readonly OutboundCredential[]> {
    this.#rows ??= this.#ports.settings.get(KEY).then(readRows);
    // A store that can't be read now may be readable later.
    this.#rows.catch(() => (this.#rows = undefined));
    return this.#rows;
  }

  /** Whether machines of an agent may change something with one of them, such as push. */
  async canWrite(agentId: string): Promise<boolean> {
    return (await this.#rowsFor(agentId)).some(({ access }) => access === 'write');
  }

  /** Those that machines of an agent may use. One whose secret can't be read is left out. */
  async forAgent(agentId: string): Promise<readonly HostCredential[]> {
    const read = (await this.#rowsFor(agentId)).map(async ({ id, by: _by, at: _at, agents: _agents, ...row }) => {
      const secret = await this.#ports.secrets.get(secretName(id));
      return secret === undefined ? [] : [{ ...row, secret }];
    });
    return (await Promise.all(read)).flat();
  }

  /** Adds a credential, or replaces the one for the same use, host, and path. */
  set(given: NewCredential, secret: Secret, by: Principal): Promise<OutboundCredential> {
    return this.#changes.run(async () => {
      const row = { ...given, id: toId(given), by: formatPrincipal(by), at: this.#ports.clock.now() };
      const others = (await this.list()).filter(({ id }) => id !== row.id);
      if (others.length >= MAX_CREDENTIALS)
        throw invalidRequest(
          `At most ${MAX_CREDENTIALS} credentials can be stored.`,
          'TOO_MANY_CREDENTIALS',
          'Remove some.',
        );
      await this.#ports.secrets.set(secretName(row.id), secret);
      await this.#store([...others, row]);
      await this.#audit('outbound.credential.stored', row.id, by, { access: row.access, agents: row.agents });
      return row;
    });
  }

  /** Deletes a credential; false if there is none. Open connections keep theirs until they end. */
  remove(id: string, by: Principal): Promise<boolean> {
    return this.#changes.run(async () => {
      const rows = await this.list();
      if (!rows.some((row) => row.id === id)) return false;
      await this.#store(rows.filter((row) => row.id !== id));
      await this.#ports.secrets.delete(secretName(id));
      await this.#audit('outbound.credential.deleted', id, by, {});
      return true;
    });
  }

  async #rowsFor(agentId: string): Promise<readonly OutboundCredential[]> {
    return (await this.list()).filter(({ agents }) => agents.length === 0 || agents.includes(agentId));
  }

  async #store(rows: readonly OutboundCredential[]): Promise<void> {
    await this.#ports.settings.set(KEY, rows);
    this.#rows = Promise.resolve(rows);
  }

  #audit(action: string, subject: string, by: Principal, details: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.#ports.audit.append({ by, action, subject, details });
  }
}

function secretName(id: string): string {
  return `outbound.credential ${id}`;
}

function toId({ use, host, port, path }: NewCredential): string {
  return `${use} ${port === 443 ? host : `${host}:${port}`}${path}`;
}

function readRows(stored: unknown): readonly OutboundCredential[] {
  // Written by this class; only its form can be of another version.
  return Array.isArray(stored)
    ? stored.filter((row): row is OutboundCredential => isJsonObject(row) && isRow(row))
    : [];
}

function isRow({ id, host, port, path, use, access, agents }: Readonly<Record<string, unknown>>): boolean {
  const areTexts = [id, host, path].every((value) => typeof value === 'string');
  const isKnown = ['git', 'npm', 'http'].includes(String(use)) && ['read', 'write'].includes(String(access));
  return areTexts && isKnown && typeof port === 'number' && Array.isArray(agents);
}
