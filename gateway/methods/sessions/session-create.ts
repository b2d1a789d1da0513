// Creates a session, with or without a first message.
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { splitModel } from '../../openclaw/session-row.ts';
import { agentModel, requireAgent, requireModel, rowOf, writableKeyOf } from './session-access.ts';
import { requireFolderGrant, requireModeGrant } from './session-grants.ts';
import { requireWorkspace } from '../files/workspace-folder.ts';

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
  const run =
    params.message === undefined
      ? undefined
      : await services.engine.runs.send({
          sessionKey: key,
          text: params.message,
          images: [],
          runId: params.idempotencyKey ?? services.ids.next(),
          queueMode: 'followup',
          sender: connection.actor,
          scopes: connection.scopes,
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
  const { label, displayName, model, category, permissionMode, cwd } = params;
  const title = label ?? displayName;
  if (model !== undefined) await requireModel(model, services);
  requireModeGrant(permissionMode, parseSessionKey(key)?.agentId ?? '', undefined, call);
  return services.engine.sessions.create({
    key,
    ...(title === undefined ? {} : { title }),
    ...(cwd === undefined ? {} : { workspace: await requireFolderGrant(await requireWorkspace(cwd, services), call) }),
    ...(model === undefined ? {} : { model }),
    ...(category === undefined ? {} : { category }),
    ...(permissionMode === undefined ? {} : { permissionMode }),
  });
}
