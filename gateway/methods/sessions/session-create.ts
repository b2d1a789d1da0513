// Creates a session, with or without a first message.
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionPatch } from '#core/engine/sessions-facet.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { imagesOf } from '../chat/chat-attachments.ts';
import { requireThinking } from '../chat/run-options.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { splitModel } from '../../openclaw/session-row.ts';
import { agentModel, requireAgent, requireModel, requireSession, rowOf, writableKeyOf } from './session-access.ts';
import { requireFolderGrant, requireModeGrant } from './session-grants.ts';
import { requireWorkspace } from '../files/workspace-folder.ts';

/** Items at the end of a conversation among which its last answer is looked for. */
const ITEMS_SEARCHED = 200;
/** Idempotency keys that are random ids, and so can be part of a session's key. */
const NAME_LIKE = /^[A-Za-z0-9][A-Za-z0-9_-]{15,63}$/;

/** Carries out `sessions.create`. A key that is taken is no error: the session is what was asked for. */
export async function createSession(
  params: MethodParams<'sessions.create'>,
  call: Call,
): Promise<MethodResult<'sessions.create'>> {
  const { services, connection } = call;
  const agentId = requireAgent(params.agentId ?? services.config.settings().defaultAgentId, services);
  const key =
    params.key === undefined
      ? formatSessionKey(agentId, `dashboard:${newName(params.idempotencyKey, services)}`)
      : writableKeyOf(params.key, services, agentId);
  const known = await services.engine.sessions.get(key);
  const record = known !== undefined && known.deletedAt === undefined ? known : await make(key, params, call);
  const text = params.message ?? params.task ?? '';
  const images = imagesOf(params.attachments);
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
    entry: rowOf((await services.engine.sessions.get(key)) ?? record, services),
    runStarted: run !== undefined,
    ...(run === undefined ? {} : { runId: run.runId }),
    resolved: splitModel(record.model ?? agentModel(agentId, services)),
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
  if (model !== undefined) await requireModel(model, services);
  const parent = parentSessionKey === undefined ? undefined : await requireSession(parentSessionKey, services);
  requireModeGrant(permissionMode, parseSessionKey(key)?.agentId ?? '', undefined, call);
  const choices = {
    ...(title === undefined ? {} : { title }),
    ...(model === undefined ? {} : { model }),
    ...(category === undefined ? {} : { category }),
    ...(thinkingLevel ? { thinkingLevel: requireThinking(thinkingLevel) } : {}),
    ...(permissionMode === undefined ? {} : { permissionMode }),
  };
  if (params.fork === true) return fork(key, { parent, cwd, choices }, call);
  if (params.forkFrom !== undefined) throw invalidRequest('forkFrom requires fork', 'INVALID_PARAMS');
  const request = {
    key,
    ...choices,
    ...(cwd === undefined ? {} : { workspace: await requireFolderGrant(await requireWorkspace(cwd, services), call) }),
    ...(parent === undefined ? {} : { parentKey: parent.key }),
  };
  return services.engine.sessions.create(request, call.connection.principal);
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
  if (parent === undefined) throw invalidRequest('fork requires parentSessionKey', 'INVALID_PARAMS');
  if (cwd !== undefined)
    throw invalidRequest('a fork keeps the folder of its parent: cwd is not possible', 'INVALID_PARAMS');
  const { view } = await engine.queries.watch(parent.key, ITEMS_SEARCHED);
  const answer = view.items.findLast((item) => item.kind === 'assistant' && item.runId !== view.run?.runId);
  if (answer === undefined)
    throw invalidRequest('there is no completed answer to fork from', 'NOTHING_TO_FORK', 'Wait for the first answer.');
  const { record } = await engine.history.fork(parent.key, answer.id, key, connection.principal);
  return Object.keys(choices).length === 0 ? record : engine.sessions.patch(key, choices, connection.principal);
}
