// Versions of agent files.
import type { AgentFileVersion } from '#contract/types/agent-files.ts';
import { KEPT_VERSIONS, type AgentFileDraft, type AgentFileStore } from '#core/ports/agent-files.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

type Row = Omit<AgentFileVersion, 'accepted'> & { readonly accepted: number };

const COLUMNS = 'id, hash, size, saved_at AS savedAtMs, saved_by AS savedBy, accepted';
const PRUNE = `
  DELETE FROM agent_file_versions WHERE agent_id = @agentId AND name = @name AND id NOT IN (
    SELECT id FROM agent_file_versions WHERE agent_id = @agentId AND name = @name ORDER BY id DESC LIMIT @kept)`;
const ACCEPTED = `
  SELECT name, hash FROM agent_file_versions WHERE id IN (
    SELECT max(id) FROM agent_file_versions WHERE agent_id = ? AND accepted = 1 GROUP BY name)`;

/** Opens the table of agent file versions. */
export function openAgentFiles(connection: Connection, audit: AuditLog): AgentFileStore {
  const { database } = connection;
  const put = connection.insert('agent_file_versions');
  const prune = database.prepare(PRUNE);
  const list = connection.all<[string, string, number], Row>(
    `SELECT ${COLUMNS} FROM agent_file_versions WHERE agent_id = ? AND name = ? ORDER BY id DESC LIMIT ?`,
  );
  const get = connection.first<[string, string, number], Row & { readonly content: string }>(
    `SELECT ${COLUMNS}, content FROM agent_file_versions WHERE agent_id = ? AND name = ? AND id = ?`,
  );
  const accepted = connection.all<[string], { readonly name: string; readonly hash: string }>(ACCEPTED);
  const keep = (version: AgentFileDraft, ownerId: string): void => {
    const { savedAtMs: savedAt, accepted: isAccepted, ...fields } = version;
    put({ ...fields, savedAt, accepted: isAccepted ? 1 : 0, ownerId });
    prune.run({ agentId: fields.agentId, name: fields.name, kept: KEPT_VERSIONS });
  };
  return {
    async add(versions, entry) {
      connection.write(() => {
        for (const version of versions) keep(version, entry.by.userId);
        audit.chain(entry);
      });
    },
    versions: async (agentId, name) => list(agentId, name, KEPT_VERSIONS).map(toVersion),
    async version(agentId, name, id) {
      const row = get(agentId, name, id);
      return row === undefined ? undefined : { ...toVersion(row), content: row.content };
    },
    accepted: async (agentId) => new Map(accepted(agentId).map(({ name, hash }) => [name, hash])),
  };
}

function toVersion({ accepted, ...version }: Row): AgentFileVersion {
  return { ...version, accepted: accepted === 1 };
}
