// Creates a session, with or without a first message.
import { defined } from '#contract/types/defined.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { hasAttachments, readAttachments } from '../attachments.ts';
import { toWantedMode } from '../permission-modes.ts';
import { requireThinking } from '../run-options.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import { splitModel, sessionRow } from '../session-row.ts';
import { proveOnce, requireMachineGrant, requireModeGrant } from './session-grants.ts';
import { describeWorktree, inNewPlace, requireConsistentPlace } from './session-place.ts';

/** Idempotency keys that look like random ids, and can be part of a session key. */
const NAME_LIKE = /^[A-Za-z0-9][A-Za-z0-9_-]{15,63}$/;

/** Handles `sessions.create`. If the key exists, its session is returned. */
export async function createSession(
  params: MethodParams<'sessions.create'>,
  call: Call,
): Promise<MethodResult<'sessions.create'>> {
  const { services, engine, by } = call;
  requireConsistentPlace(params);
  const project = await findProject(params, call);
  const { agentId } = engine.agents.require(params.agentId ?? project?.defaults.agentId);
  const { key: asked, idempotencyKey } = params;
  const runId = idempotencyKey ?? services.ids.next();
  // A repeated request creates the same session, even after a restart.
  const name = idempotencyKey !== undefined && NAME_LIKE.test(idempotencyKey) ? idempotencyKey : services.ids.next();
  const key =
    asked === undefined
      ? formatSessionKey(agentId, `dashboard:${name}`)
      : engine.sessions.resolveWritableKey(asked, agentId);
  const record = (await engine.sessions.get(key)) ?? (await make(key, params, project, call));
  const text = params.message ?? params.task ?? '';
  const attached = readAttachments(params.attachments);
  const runStarted = text !== '' || hasAttachments(attached);
  const run = runStarted
    ? await engine.runs.send({ sessionKey: key, text, ...attached, runId, queueMode: 'followup', by })
    : undefined;
  return {
    ok: true,
    key,
    sessionId: record.sessionId,
    entry: sessionRow((await engine.sessions.get(key)) ?? record, services),
    runStarted,
    ...defined({ runId: run?.runId, worktree: describeWorktree(record, call) }),
    resolved: splitModel(record.model ?? engine.agents.model(agentId)),
  };
}

/** The project of a new session: the one that was chosen, or the one whose folder was. @throws {GatewayError} */
async function findProject(
  { projectId, cwd, worktreeId }: MethodParams<'sessions.create'>,
  { engine, services }: Call,
): Promise<ProjectRecord | undefined> {
  if (projectId !== undefined) {
    const project = await engine.projects.require(projectId);
    // A missing folder is reported before anything is created.
    await services.folders.require(project.folder);
    return project;
  }
  if (worktreeId !== undefined) {
    const worktree = engine.worktrees.require(worktreeId);
    return (await engine.projects.get(worktree.projectId)) ?? engine.projects.findByFolder(worktree.repoRoot);
  }
  return cwd === undefined ? undefined : engine.projects.findByFolder(await services.folders.require(cwd));
}

async function make(
  key: string,
  params: MethodParams<'sessions.create'>,
  project: ProjectRecord | undefined,
  call: Call,
): Promise<SessionRecord> {
  const { services, engine, connection, by } = call;
  const { model, category, thinkingLevel, parentSessionKey, machine } = params;
  const title = params.label ?? params.displayName;
  if (model !== undefined) await engine.providers.requireModel(model);
  const parent = parentSessionKey === undefined ? undefined : await engine.sessions.require(parentSessionKey);
  const prove = proveOnce('sessions.create', params, call);
  if (machine !== undefined) await requireMachineGrant(machine, { services, prove });
  const mode = toWantedMode(params, undefined) ?? undefined;
  requireModeGrant(mode, parseSessionKey(key)?.agentId ?? '', undefined, { services, connection, prove });
  const choices = {
    ...defined({ title, model, category, machine, approvalMode: mode }),
    ...(thinkingLevel ? { thinkingLevel: requireThinking(thinkingLevel) } : {}),
  };
  if (params.fork === true) {
    if (parent === undefined) throw invalidRequest('fork requires parentSessionKey.', 'INVALID_PARAMS');
    // The fork starts with the parent's conversation, up to its last completed answer.
    const record = await engine.history.forkAtLastAnswer(parent.key, key, by);
    const change = { ...choices, ...(await choosePersona(params, record, call)) };
    return Object.keys(change).length === 0 ? record : engine.sessions.patch(key, change, by);
  }
  if (params.forkFrom !== undefined) throw invalidRequest('forkFrom requires fork.', 'INVALID_PARAMS');
  const options = { key, ...choices, ...defined({ parentKey: parent?.key, projectId: project?.id }) };
  const { workspace } = engine.agents.require(parseSessionKey(key)?.agentId);
  return inNewPlace({ key, params, project }, call, async (place) => {
    const session = { workspace: project?.folder ?? workspace, ...options, ...place };
    const persona = await choosePersona(params, session, call);
    return engine.sessions.create({ ...options, ...place, ...persona }, by);
  });
}

async function choosePersona(
  { persona }: MethodParams<'sessions.create'>,
  session: Pick<SessionRecord, 'workspace' | 'projectId' | 'worktreeId'>,
  { engine }: Call,
): Promise<Pick<SessionRecord, 'persona'>> {
  return persona === undefined ? {} : { persona: await engine.personas.fill(persona, session) };
}
