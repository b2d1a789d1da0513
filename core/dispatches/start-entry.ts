// Starts an entry: a worktree, a session, and the prompt. Each step can be repeated, so that after a crash all of them are.
import { defined } from '#contract/types/defined.ts';
import type { DispatchAttachments, DispatchEntryRecord } from '../ports/dispatch-store.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { createForProject, requireLocalMachine } from '../worktrees/create-for-project.ts';
import type { DispatchParts, EntryOf } from './dispatch-parts.ts';

/** Starts an entry, or completes what was started. @throws {GatewayError} */
export async function startEntry(
  parts: DispatchParts,
  { record, entry }: EntryOf,
  attachments: DispatchAttachments,
  signal: AbortSignal,
): Promise<void> {
  const { sessions, runs } = parts.getEngine();
  const { sessionKey, runId, machine } = entry;
  const { prompt: text, by, allowsSecrets } = record;
  if ((await sessions.get(sessionKey)) === undefined) await openSession(parts, { record, entry }, signal);
  if (machine !== undefined) await sessions.patch(sessionKey, { machine }, by);
  signal.throwIfAborted();
  const message = { sessionKey, runId, text, by, allowsSecrets, ...attachments };
  await runs.send({ ...message, queueMode: 'followup', literal: true });
}

async function openSession(parts: DispatchParts, { record, entry }: EntryOf, signal: AbortSignal): Promise<void> {
  const { sessions, projects, worktrees, agents, personas } = parts.getEngine();
  const { sessionKey, agentId, model, thinkingLevel, approvalMode } = entry;
  const project = record.projectId === undefined ? undefined : await projects.require(record.projectId);
  const machine = entry.machine ?? project?.defaults.machine ?? agents.machine(agentId);
  requireLocalMachine(machine, 'Choose another agent or machine.');
  const created = await createWorktree(parts, { record, entry }, project, signal);
  try {
    const place = { workspace: created.path, worktreeId: created.id, ...defined({ projectId: project?.id }) };
    const persona = entry.persona && (await personas.fill(entry.persona, place));
    const options = { model, thinkingLevel, approvalMode, persona, title: toTitle({ record, entry }) };
    await sessions.create({ key: sessionKey, ...place, ...defined(options) }, record.by);
  } catch (error) {
    await worktrees.undoCreate(created.id);
    throw error;
  }
}

async function createWorktree(
  parts: DispatchParts,
  { record, entry: { sessionKey } }: EntryOf,
  project: ProjectRecord | undefined,
  signal: AbortSignal,
): Promise<WorktreeRecord> {
  const { worktrees, projects } = parts.getEngine();
  // There is no session, so nobody has worked in it: the host ended between the two.
  const left = worktrees.list().filter((one) => one.sessionKey === sessionKey && one.state === 'ready');
  for (const { id } of left) await worktrees.undoCreate(id);
  const repoRoot = await parts.ports.folders.require(record.folder);
  const options = defined({ baseRef: record.baseRef, projectId: project?.id });
  const request = { repoRoot, sessionKey, title: record.title, ...options };
  return createForProject({ worktrees, projects }, request, { project, by: record.by, signal });
}

/** Sessions with the same prompt are told apart by who works on it, and where; if that is the same, by their numbers. */
function toTitle({ record, entry }: EntryOf): string {
  const { entries, title } = record;
  const same = entries.filter((other) => describeEntry(other, entries) === describeEntry(entry, entries));
  const number = same.length > 1 ? ` #${same.findIndex(({ sessionKey }) => sessionKey === entry.sessionKey) + 1}` : '';
  return `${title} (${describeEntry(entry, entries)}${number})`;
}

/** Agent and model, and whatever else differs between the entries. */
function describeEntry(entry: DispatchEntryRecord, entries: readonly DispatchEntryRecord[]): string {
  const differs = (field: 'agentId' | 'machine' | 'thinkingLevel'): boolean =>
    new Set(entries.map((other) => other[field])).size > 1;
  const model = entry.model?.split('/').slice(1).join('/');
  const facts = [
    differs('agentId') || model === undefined ? entry.agentId : undefined,
    model,
    differs('machine') ? entry.machine : undefined,
    differs('thinkingLevel') ? entry.thinkingLevel : undefined,
  ];
  return facts.filter(Boolean).join(', ');
}
