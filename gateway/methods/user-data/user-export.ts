// Exports all conversations as JSON Lines files, one set per session.
import type { UserExport } from '#contract/types/user-data.ts';
import type { ExportFolder } from '#core/ports/user-files.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { GatewayServices } from '../../server/services.ts';

const MOST_APPROVALS = 1_000_000;
const FIRST_DATE = '1970-01-01';
const LAST_DATE = '9999-12-31';

/** Writes the export. What cannot be read is named in the warnings, and the rest is written. */
export async function exportUser(services: GatewayServices): Promise<UserExport> {
  const { store, userFiles, identity, clock } = services;
  const folder = await userFiles.beginExport();
  const warnings: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      warnings.push(`${what} could not be exported: ${errorMessage(error)}`);
      return false;
    }
  };
  const keys = await store.sessions.keys();
  let exported = 0;
  for (const [index, key] of keys.entries()) {
    const name = `sessions/${String(index + 1).padStart(5, '0')}`;
    if (await attempt(`The session ${key}`, () => writeSession(folder, name, key, services))) exported += 1;
  }
  await attempt('Usage', () => writeUsage(folder, services));
  await attempt('Approvals', () => writeApprovals(folder, services));
  await attempt('Files of agents', () => writeAgentFiles(folder, services));
  const facts = { version: identity.version, createdAt: clock.now(), sessions: keys.length, exported, warnings };
  await folder.write('manifest.json', [`${JSON.stringify(facts, undefined, 2)}\n`]);
  return { ok: true, path: folder.path, sessions: keys.length, exported, warnings };
}

/** The record, the log with every event, and the transcript as it is shown. */
async function writeSession(
  folder: ExportFolder,
  name: string,
  key: string,
  { store }: GatewayServices,
): Promise<void> {
  const record = await store.sessions.get(key);
  await folder.write(`${name}.json`, [`${JSON.stringify({ record }, undefined, 2)}\n`]);
  const { rows } = await store.sessions.rows(key, { limit: Number.MAX_SAFE_INTEGER, offset: 0 });
  await folder.write(
    `${name}.transcript.jsonl`,
    rows.map(({ json }) => `${json}\n`),
  );
  await folder.write(`${name}.events.jsonl`, linesOf(await store.sessions.events(key, 1)));
}

async function writeUsage(folder: ExportFolder, { store }: GatewayServices): Promise<void> {
  const filter = { from: FIRST_DATE, to: LAST_DATE };
  const groups = await store.usage.groups(filter, ['sessionKey']);
  const records = await Promise.all(groups.map(({ sessionKey = '' }) => store.usage.records(sessionKey)));
  await folder.write('usage.jsonl', linesOf(records.flat()));
}

async function writeApprovals(folder: ExportFolder, { store }: GatewayServices): Promise<void> {
  const pending = await store.approvals.list({ status: 'pending', limit: MOST_APPROVALS });
  const resolved = await store.approvals.list({ status: 'resolved', limit: MOST_APPROVALS });
  await folder.write('approvals.jsonl', linesOf([...pending, ...resolved]));
}

async function writeAgentFiles(folder: ExportFolder, { config, userFiles }: GatewayServices): Promise<void> {
  const workspaces = config.settings().agents.map(({ agentId, workspace }) => ({ agentId, folder: workspace }));
  for (const { agentId, name, text } of await userFiles.agentFiles(workspaces))
    await folder.write(`agents/${agentId}/${name}`, [text]);
}

function linesOf(values: readonly unknown[]): readonly string[] {
  return values.map((value) => `${JSON.stringify(value)}\n`);
}
