// Dispatches: create, list, retry, test, archive, restore.
import { defined } from '#contract/types/defined.ts';
import type { Dispatch } from '#contract/types/dispatches.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { NewDispatchEntry } from '#core/dispatches/dispatches.ts';
import type { DispatchEntryRecord, DispatchRecord } from '#core/ports/dispatch-store.ts';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import { readAttachments } from '../../openclaw/attachments.ts';
import { requireThinking } from '../../openclaw/run-options.ts';
import { requireFolderGrant, requireModeGrant } from '../../openclaw/sessions/session-grants.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

const DEFAULT_LIMIT = 50;
/** Start of a prompt in lists, characters. */
const LISTED_PROMPT_CHARS = 1_000;

type CreateParams = MethodParams<'dispatches.create'>;

export const DISPATCH_HANDLERS = defineHandlers({
  async 'dispatches.create'(params, call) {
    const { engine, by } = call;
    const { prompt, baseRef, allowSecrets = false, idempotencyKey } = params;
    const known = engine.dispatches.findByKey(idempotencyKey);
    if (known !== undefined) return { dispatch: toDispatch(known, call) };
    const { folder, project } = await findRepository(params, call);
    const entries = await Promise.all(params.entries.map((entry) => toEntry(entry, { folder, project }, call)));
    const request = { idempotencyKey, prompt, folder, entries, allowsSecrets: allowSecrets };
    const options = defined({ baseRef, projectId: project?.id });
    const created = await engine.dispatches.create(
      { ...request, ...options, ...readAttachments(params.attachments) },
      by,
    );
    return { dispatch: toDispatch(created, call) };
  },

  'dispatches.list'({ archived = false, limit = DEFAULT_LIMIT }, call) {
    const wanted = call.engine.dispatches.list().filter(({ archivedAt }) => (archivedAt !== undefined) === archived);
    const newest = wanted.toReversed().slice(0, limit);
    return { dispatches: newest.map((record) => toListed(record, call)) };
  },

  'dispatches.get': ({ id }, call) => ({ dispatch: toDispatch(call.engine.dispatches.require(id), call) }),

  'dispatches.retry': async ({ id, entryId }, call) => ({
    dispatch: toDispatch(await call.engine.dispatches.retry(id, entryId), call),
  }),

  'dispatches.test': async ({ id, ...request }, call) => ({
    dispatch: toDispatch(await call.engine.dispatches.test(id, request, call.by), call),
  }),

  'dispatches.archive': async ({ id, keep = [] }, call) => ({
    dispatch: toDispatch(await call.engine.dispatches.archive(id, keep, call.by), call),
  }),

  'dispatches.restore': async ({ id }, call) => ({
    dispatch: toDispatch(await call.engine.dispatches.restore(id, call.by), call),
  }),
});

interface Repository {
  readonly folder: string;
  readonly project: ProjectRecord | undefined;
}

/** The repository of a new dispatch. @throws {GatewayError} if there is none, or the caller may not use it */
async function findRepository({ projectId, folder: asked, baseRef }: CreateParams, call: Call): Promise<Repository> {
  const { engine, services, signal } = call;
  if ((projectId === undefined) === (asked === undefined))
    throw invalidRequest('Specify either projectId or folder.', 'INVALID_PARAMS');
  const chosen = projectId === undefined ? undefined : await engine.projects.require(projectId);
  const folder = await services.folders.require(chosen?.folder ?? asked ?? '');
  // A registered project is open to everyone who may create sessions.
  if (chosen === undefined) await requireFolderGrant(folder, call);
  const found = await engine.worktrees.branches(folder, signal);
  if (found === undefined)
    throw invalidRequest(
      `${folder} isn't in a git repository.`,
      'NOT_A_REPOSITORY',
      'Choose a folder of a repository, or run "git init" and make a first commit.',
    );
  if (baseRef?.startsWith('-') === true) throw invalidRequest(`Unknown branch: ${baseRef}`, 'UNKNOWN_REF');
  return { folder, project: chosen ?? (await engine.projects.findByFolder(folder)) };
}

/** An entry whose agent, model, machine, and persona exist, in a mode that the caller may choose. @throws {GatewayError} */
async function toEntry(
  { agentId: asked, model, thinkingLevel, machine, approvalMode, persona }: CreateParams['entries'][number],
  { folder, project }: Repository,
  { engine, services, connection }: Call,
): Promise<NewDispatchEntry> {
  const { agentId } = engine.agents.require(asked ?? project?.defaults.agentId);
  if (model !== undefined) await engine.providers.requireModel(model);
  const kinds = machine === undefined ? [] : (await services.kinds.availability()).map(({ kind }) => kind);
  if (machine !== undefined && !kinds.includes(machine))
    throw invalidRequest(`Unknown machine: ${machine}`, 'MACHINE_UNKNOWN', `Use one of: ${kinds.join(', ')}.`);
  // The call itself has been proven.
  requireModeGrant(approvalMode, agentId, undefined, { services, connection, prove: () => undefined });
  // Variables without a value are reported before anything starts.
  if (persona !== undefined)
    await engine.personas.fill(persona, { workspace: folder, ...defined({ projectId: project?.id }) });
  const thinking = thinkingLevel === undefined ? undefined : requireThinking(thinkingLevel);
  return { agentId, ...defined({ model, machine, approvalMode, persona, thinkingLevel: thinking }) };
}

/** Prompts can be long, and a list doesn't show them in full. */
function toListed(record: DispatchRecord, call: Call): Dispatch {
  return toDispatch({ ...record, prompt: truncateText(record.prompt, LISTED_PROMPT_CHARS) }, call);
}

function toDispatch(record: DispatchRecord, { engine }: Call): Dispatch {
  const { id, title, prompt, projectId, baseRef, createdAt, archivedAt, folder, entries } = record;
  const worktrees = new Map(engine.worktrees.list().map((worktree) => [worktree.sessionKey, worktree]));
  const toWire = ({ runId: _, ...entry }: DispatchEntryRecord) => {
    const worktree = worktrees.get(entry.sessionKey);
    return { ...entry, ...defined({ worktreeId: worktree?.id, branch: worktree?.branch }) };
  };
  return {
    id,
    title,
    prompt,
    repoName: folder.split(/[/\\]/).findLast((part) => part !== '') ?? folder,
    createdAt,
    ...defined({ projectId, baseRef, archivedAt }),
    entries: entries.map(toWire),
  };
}
