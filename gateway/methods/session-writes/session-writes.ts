// Further writes to sessions: send, steer, spawn, bulk changes, groups, notes.
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import { SESSION_METHODS } from '#contract/methods/sessions.ts';
import { toGroups } from '../../openclaw/session-row.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { supportedParams } from '../../server/dispatch/options.ts';
import { readAttachments } from '../../openclaw/attachments.ts';
import { runOptions, toSendResult } from '../../openclaw/run-options.ts';
import { createSession } from '../../openclaw/sessions/create-session.ts';
import { patchSession } from '../../openclaw/sessions/patch-session.ts';
import { proveOnce } from '../../openclaw/sessions/session-grants.ts';

type Outcome = MethodResult<'sessions.patchMany'>['outcomes'][number];

export const SESSION_WRITE_HANDLERS = defineHandlers({
  'sessions.send': (params, call) => sendInto(params, 'steer', call),
  'sessions.steer': (params, call) => sendInto(params, 'interrupt', call),
  'sessions.side.ask': async ({ key, question, idempotencyKey: runId }, { engine, by }) =>
    engine.side.ask({ key: (await engine.sessions.require(key)).key, question, runId, by }),

  'sessions.spawn': createSession,

  async 'sessions.patchMany'({ targets, patch }, call) {
    const outcomes: Outcome[] = [];
    const change = supportedParams('sessions.patchMany', patch, SESSION_METHODS['sessions.patch']) as typeof patch;
    const prove = proveOnce('sessions.patchMany', { targets, patch }, call);
    for (const target of targets) outcomes.push(await patchOne({ ...change, ...target }, call, prove));
    return { outcomes };
  },

  'sessions.groups.put': async ({ names, sectionOrder }, { engine }) => ({
    ok: true,
    ...toGroups(await engine.groups.replace(names, sectionOrder)),
  }),
  'sessions.groups.rename': ({ name, to }, call) => changeGroup(name, to, call),
  'sessions.groups.delete': ({ name }, call) => changeGroup(name, undefined, call),

  async 'chat.inject'({ sessionKey, agentId, message, label }, { engine }) {
    const { key } = await engine.sessions.require(sessionKey, agentId);
    const text = label === undefined || label.trim() === '' ? message : `[${label}]\n\n${message}`;
    return { ok: true, messageId: await engine.history.addNote(key, text) };
  },
});

async function changeGroup(
  name: string,
  to: string | undefined,
  { engine, by }: Call,
): Promise<MethodResult<'sessions.groups.rename'>> {
  const { updated, ...groups } = await engine.groups.change(name, to, by);
  return { ok: true, ...toGroups(groups), updatedSessions: updated };
}

async function sendInto(
  params: MethodParams<'sessions.send'>,
  queueMode: QueueMode,
  { services, engine, by }: Call,
): Promise<MethodResult<'sessions.send'>> {
  const { key } = await engine.sessions.require(params.key, params.agentId);
  const sent = await engine.runs.send({
    sessionKey: key,
    text: params.message,
    ...readAttachments(params.attachments),
    runId: params.idempotencyKey ?? services.ids.next(),
    queueMode,
    by,
    ...runOptions(params),
  });
  return toSendResult(sent);
}

function isProofRequired(error: GatewayError): boolean {
  const { details } = error.toShape();
  return isJsonObject(details) && details['code'] === 'FRESH_PROOF_REQUIRED';
}

async function patchOne(params: MethodParams<'sessions.patch'>, call: Call, prove: () => void): Promise<Outcome> {
  const { key, agentId } = params;
  const target = { key, ...defined({ agentId }) };
  try {
    await patchSession(params, call, prove);
    return { ok: true, ...target };
  } catch (error) {
    // The whole call is proven, then made again.
    if (!(error instanceof GatewayError) || isProofRequired(error)) throw error;
    return { ok: false, ...target, error: error.toShape() };
  }
}
