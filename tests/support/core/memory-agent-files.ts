// Versions of agent files in memory, for tests.
import { KEPT_VERSIONS, type AgentFileDraft, type AgentFileStore } from '#core/ports/agent-files.ts';
import type { AuditDraft } from '#core/ports/audit.ts';

/** That part of the in-memory store. `note` writes the audit line. */
export function agentFileStore(note: (entry: AuditDraft) => void): AgentFileStore {
  let kept: readonly (AgentFileDraft & { readonly id: number })[] = [];
  let lastId = 0;
  const of = (agentId: string, name: string) =>
    kept.filter((version) => version.agentId === agentId && version.name === name).toReversed();
  return {
    async add(versions, entry) {
      for (const version of versions) {
        kept = [...kept, { ...version, id: (lastId += 1) }];
        const tooOld = new Set(of(version.agentId, version.name).slice(KEPT_VERSIONS));
        kept = kept.filter((candidate) => !tooOld.has(candidate));
      }
      note(entry);
    },
    versions: async (agentId, name) =>
      of(agentId, name).map(({ agentId: _agent, name: _name, content: _content, ...facts }) => facts),
    async version(agentId, name, id) {
      const found = of(agentId, name).find((version) => version.id === id);
      if (found === undefined) return undefined;
      const { agentId: _agent, name: _name, ...version } = found;
      return version;
    },
    accepted: async (agentId) =>
      new Map(
        kept.filter((version) => version.agentId === agentId && version.accepted).map(({ name, hash }) => [name, hash]),
      ),
  };
}
