// Passes a webhook call to an agent, marked as a message from another service, not from the user.
import { createHash } from 'node:crypto';
import { invalidRequest } from '#contract/wire/errors.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import { runOptions } from '../../openclaw/run-options.ts';
import type { Exchange } from '../route.ts';
import { clientPrincipal, type Principal } from '#core/principal.ts';

/** Session keys of hooks: a caller can't name any other session. */
const PREFIX = 'hook:';
const CATEGORY = 'Hooks';

/** A message from a hook. */
export interface HookMessage {
  readonly hook: string;
  readonly text: string;
  readonly agentId?: string | undefined;
  /** Chosen by the caller: hook sessions only. */
  readonly sessionKey?: string | undefined;
  /** Chosen by the configuration: any session. */
  readonly configuredSession?: string | undefined;
  readonly model?: string | undefined;
  readonly thinking?: string | undefined;
}

/** Sends the message; repeating an `Idempotency-Key` sends nothing. Returns the run id. @throws {GatewayError} */
export async function sendHookMessage(exchange: Exchange, message: HookMessage): Promise<string> {
  const { engine, ids } = exchange.core.services;
  const { hook, text, model, thinking } = message;
  const { agentId } = engine.agents.require(message.agentId);
  const runId = repeatKey(exchange, hook) ?? ids.next();
  await engine.runs.send({
    sessionKey: keyFor(exchange, message, agentId, runId),
    text: marked(hook, text),
    images: [],
    runId,
    queueMode: 'followup',
    by: hookPrincipal(exchange, hook),
    category: CATEGORY,
    ...runOptions({
      thinking,
      model: model === undefined ? undefined : await engine.providers.requireModel(model),
    }),
  });
  return runId;
}

/** A webhook as a caller: it has no scopes of its own. */
export function hookPrincipal({ requestOrigin }: Exchange, hook: string): Principal {
  return clientPrincipal({ kind: 'hook', name: hook, address: requestOrigin.source }, []);
}

/** Marks a text as coming from another service. */
export function marked(hook: string, text: string): string {
  return `[Hook ${hook}: a message from another service, not from the user]\n\n${text}`;
}

function keyFor(exchange: Exchange, message: HookMessage, agentId: string, runId: string): string {
  const { sessions } = exchange.core.services.engine;
  const { sessionKey, configuredSession } = message;
  if (configuredSession !== undefined) return sessions.resolveWritableKey(configuredSession, agentId);
  if (sessionKey === undefined) return formatSessionKey(agentId, `${PREFIX}${runId}`);
  const key = sessions.resolveWritableKey(sessionKey, agentId);
  if (parseSessionKey(key)?.rest.startsWith(PREFIX) === true) return key;
  throw invalidRequest(`sessionKey must start with ${PREFIX}`, 'HOOK_SESSION_KEY');
}

/** Derived from the caller's key, so that a repeat is recognized even after a restart; undefined without one. */
export function repeatKey({ request }: Exchange, hook: string): string | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return undefined;
  return createHash('sha256').update(`${hook}\n${key}`).digest('hex').slice(0, 32);
}
