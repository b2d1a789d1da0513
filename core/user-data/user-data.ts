// Exports all conversations as JSON Lines files, one set per session, or deletes them permanently.
import type { UserExport, UserPurge } from '#contract/types/user-data.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { ExportFolder } from '../ports/user-files.ts';
import type { Principal } from '../principal.ts';

const ALL = Number.MAX_SAFE_INTEGER;
const MAX_APPROVALS = 1_000_000;
const ALL_TIME = { from: '1970-01-01', to: '9999-12-31' };

/** Called while an export is written. */
export type OnProgress = (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;

/** The user's data. `by` is the actor in the audit log. */
export interface UserDataFacet {
  /** Writes an export, with a warning for whatever can't be read. `version` is noted in the manifest. */
  export(by: Principal, version: string, onProgress?: OnProgress): Promise<UserExport>;
  /** Stops all runs and permanently removes conversations, exports, backups, and agents' memories. */
  purge(by: Principal): Promise<UserPurge>;
}

type Ports = Pick<EnginePorts, 'store' | 'config' | 'userFiles' | 'clock'>;

/** The export and purge of the engine. */
export function userData(ports: Ports, sessions: Pick<SessionsFacet, 'purgeAll'>): UserDataFacet {
  return {
    async export(by, version, onProgress = () => {}) {
      const result = await writeExport(ports, version, onProgress);
      const details = { sessions: result.sessions, exported: result.exported, warnings: result.warnings.length };
      await ports.store.audit.append({ by, action: 'user.exported', subject: 'owner', details });
      return result;
    },
    async purge(by) {
      const { total, removed } = await sessions.purgeAll(by);
      const { removed: files, warnings } = await ports.userFiles.removeCopies(workspaces(ports));
      return { ok: true, total, deleted: removed['sessions'] ?? 0, removed, files, warnings };
    },
  };
}

async function writeExport(ports: Ports, version: string, onProgress: OnProgress): Promise<UserExport> {
  const folder = await ports.userFiles.beginExport();
  const warnings: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      warnings.push(`Couldn't export ${what}: ${errorMessage(error)}`);
      return false;
    }
  };
  const keys = await ports.store.sessions.keys();
  let exported = 0;
  for (const [index, key] of keys.entries()) {
    onProgress({ step: 'sessions', done: index, total: keys.length });
    const name = `sessions/${String(index + 1).padStart(5, '0')}`;
    if (await attempt(`session ${key}`, () => writeSession(folder, name, key, ports))) exported += 1;
  }
  await attempt('usage', () => writeUsage(folder, ports));
  await attempt('approvals', () => writeApprovals(folder, ports));
  await attempt('agent files', () => writeAgentFiles(folder, ports));
  const facts = { version, createdAt: ports.clock.now(), sessions: keys.length, exported, warnings };
  await folder.write('manifest.json', [`${JSON.stringify(facts, undefined, 2)}\n`]);
  return { ok: true, path: folder.path, sessions: keys.length, exported, warnings };
}

/** Writes the record, the transcript as shown, and the log with every event. */
async function writeSession(folder: ExportFolder, name: string, key: string, { store }: Ports): Promise<void> {
  const record = await store.sessions.get(key);
  await folder.write(`${name}.json`, [`${JSON.stringify({ record }, undefined, 2)}\n`]);
  const { rows } = await store.sessions.rows(key, { limit: ALL, offset: 0 });
  const lines = rows.map(({ json }) => `${json}\n`);
  await folder.write(`${name}.transcript.jsonl`, lines);
  await folder.write(`${name}.events.jsonl`, toLines(await store.sessions.events(key, 1)));
}

async function writeUsage(folder: ExportFolder, { store }: Ports): Promise<void> {
  const groups = await store.usage.groups(ALL_TIME, ['sessionKey']);
  const records = await Promise.all(groups.map(({ sessionKey = '' }) => store.usage.records(sessionKey)));
  await folder.write('usage.jsonl', toLines(records.flat()));
}

async function writeApprovals(folder: ExportFolder, { store }: Ports): Promise<void> {
  const pending = await store.approvals.list({ status: 'pending', limit: MAX_APPROVALS });
  const resolved = await store.approvals.list({ status: 'resolved', limit: MAX_APPROVALS });
  await folder.write('approvals.jsonl', toLines([...pending, ...resolved]));
}

async function writeAgentFiles(folder: ExportFolder, ports: Ports): Promise<void> {
  for (const { agentId, name, text } of await ports.userFiles.agentFiles(workspaces(ports)))
    await folder.write(`agents/${agentId}/${name}`, [text]);
}

function workspaces({ config }: Ports) {
  return config.settings().agents.map(({ agentId, workspace }) => ({ agentId, folder: workspace }));
}

function toLines(values: readonly unknown[]): readonly string[] {
  return values.map((value) => `${JSON.stringify(value)}\n`);
}
