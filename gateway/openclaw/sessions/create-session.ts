// Creates a session, with or without a first message.
import { defined } from '#contract/types/defined.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionPatch } from '#core/ports/sessions-store.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { readImages } from '../attachments.ts';
import { requireThinking } from '../run-options.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { splitModel, sessionRow } from '../session-row.ts';
import { requireFolderGrant, requireModeGrant } from './session-grants.ts';

/** Idempotency keys that are random ids, and so can be part of a session's key. */
const NAME_LIKE = /^[A-Za-z0-9][A-Za-z0-9_-]{15,63}$/;

/** Carries out `sessions.create`. A key that is taken is no error: the session is what was asked for. */
export async function createSession(
  params: MethodParams<'sessions.create'>,
  call: Call,
): Promise<MethodResult<'sessions.create'>> {
  const { services, connection } = call;
  const agentId = services.engine.agents.require(params.agentId).agentId;
  const key =
    params.key === undefined
      ? formatSessionKey(agentId, `dashboard:${newName(params.idempotencyKey, services)}`)
      : services.engine.sessions.resolveWritableKey(params.key, agentId);
  const known = await services.engine.sessions.get(key);
  const record = known ?? (await make(key, params, call));
  const text = params.message ?? params.task ?? '';
  const images = readImages(params.attachments);
  const run =
    text === '' && images.length === 0
      ? undefined
      : await services.engine.runs.send({
          sessionKey: key,
          text,
          images,
          runId: params.idempotencyKey ?? services.ids.next(),
          queueMode: 'followup',
          by: connection.principal,
        });
  return {
    ok: true,
    key,
    sessionId: record.sessionId,
    entry: sessionRow((await services.engine.sessions.get(key)) ?? record, services),
    runStarted: run !== undefined,
    ...(run === undefined ? {} : { runId: run.runId }),
    resolved: splitModel(record.model ?? services.engine.agents.model(agentId)),
  };
}

/** The same request makes the same session, also when it comes again after a restart. */
function newName(idempotencyKey: string | undefined, { ids }: GatewayServices): string {
  return idempotencyKey !== undefined && NAME_LIKE.test(idempotencyKey) ? idempotencyKey : ids.next();
}

async function make(key: string, params: MethodParams<'sessions.create'>, call: Call): Promise<SessionRecord> {
  const { services } = call;
  const { model, category, permissionMode, cwd, thinkingLevel, parentSessionKey } = params;
  const title = params.label ?? params.displayName;
  if (model !== undefined) await services.engine.providers.requireModel(model);
  const parent = parentSessionKey === undefined ? undefined : await services.engine.sessions.require(parentSessionKey);
  requireModeGrant(permissionMode, parseSessionKey(key)?.agentId ?? '', undefined, call);
  const choices = {
    ...defined({ title, model, category, permissionMode }),
    ...(thinkingLevel ? { thinkingLevel: requireThinking(thinkingLevel) } : {}),
  };
  if (params.fork === true) return fork(key, { parent, cwd, choices }, call);
  if (params.forkFrom !== undefined) throw invalidRequest('forkFrom requires fork.', 'INVALID_PARAMS');
  const request = {
    key,
    ...choices,
    ...(cwd === undefined ? {} : { workspace: await requireFolderGrant(await services.folders.require(cwd), call) }),
    ...(parent === undefined ? {} : { parentKey: parent.key }),
  };
  return services.engine.sessions.create(request, call.by);
}

interface Fork {
  readonly parent: SessionRecord | undefined;
  readonly cwd: string | undefined;
  readonly choices: SessionPatch;
}

/** A session that starts with the parent's conversation, up to its last completed answer. @throws {GatewayError} */
async function fork(
  key: string,
  { parent, cwd, choices }: Fork,
  { services: { engine }, connection }: Call,
): Promise<SessionRecord> {
  if (parent === undefined) throw invalidRequest('fork requires parentSessionKey.', 'INVALID_PARAMS');
  if (cwd !== undefined)
    throw invalidRequest("cwd can't be combined with fork: a fork keeps its parent's folder.", 'INVALID_PARAMS');
  const record = await engine.history.forkAtLastAnswer(parent.key, key, connection.principal);
  return Object.keys(choices).length === 0 ? record : engine.sessions.patch(key, choices, connection.principal);
}
