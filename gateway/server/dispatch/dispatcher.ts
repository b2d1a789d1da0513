// Handles one request: declaration, role, scope, params, handler, response. Every request gets exactly one final response.
import { takeStart } from '#contract/types/truncate-text.ts';
import { databaseIsNewer, GatewayError, invalidRequest, unavailable, type ErrorShape } from '#contract/wire/errors.ts';
import { CAP_CALL_PROGRESS, type CallProgress } from '#contract/wire/call-progress.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { RequestFrame } from '#contract/wire/frames.ts';
import { rateClass, worksReadOnly, type MethodDeclaration } from '#contract/methods/define-method.ts';
import type { Log } from '#core/ports/log.ts';
import { GitError } from '#core/ports/git.ts';
import { FileError } from '#core/ports/machine.ts';
import type { Connection } from '../connections/connection.ts';
import type { Outbox } from '../connections/outbox.ts';
import type { GatewayRuntime } from '../runtime.ts';
import { loginSource } from '../../access/sign-in/login-source.ts';
import { fromGitError, missingScope, toGatewayError } from './access-errors.ts';
import type { Call, MethodEntry } from './handler.ts';
import { IdempotencyCache } from './idempotency.ts';
import { supportedParams } from './options.ts';
import { checkParams } from './params-check.ts';
import { startProgressReports } from './progress-reports.ts';
import { Reply } from './reply.ts';

/** Wrong-role calls in a row after which the socket is closed. */
const MAX_WRONG_ROLE = 10;
/** Longest part of a name chosen by a client in the log, characters. */
const LOGGED_NAME = 100;
const POLICY_CLOSE = 1008;

/** The connection that makes a request. */
export interface Caller {
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly signal: AbortSignal;
  wrongRoleCalls: number;
}

/** The response to a request, and what runs after it. */
interface Sending {
  readonly reply: Reply;
  readonly after: (() => void)[];
}

/** Handles the requests of all connections. */
export class Dispatcher {
  readonly #gateway: GatewayRuntime;
  readonly #methods: ReadonlyMap<string, MethodEntry>;
  readonly #cache: IdempotencyCache;
  readonly #log: Log;

  constructor(gateway: GatewayRuntime, methods: ReadonlyMap<string, MethodEntry>) {
    this.#gateway = gateway;
    this.#log = gateway.services.log.part('gateway');
    this.#methods = methods;
    this.#cache = new IdempotencyCache(() => gateway.services.clock.monotonic());
  }

  /** Handles a request and sends the response. Never throws. */
  async dispatch(frame: RequestFrame, caller: Caller): Promise<void> {
    const after: (() => void)[] = [];
    const reply = new Reply(frame.id, caller.outbox);
    const startedAt = this.#gateway.services.clock.monotonic();
    try {
      reply.answer(await this.#carryOut(frame, caller, { reply, after }));
      this.#report(frame, caller, startedAt);
    } catch (error) {
      const refusal = this.#describe(error, frame.method, caller);
      reply.refuse(refusal);
      this.#report(frame, caller, startedAt, refusal);
    }
    try {
      for (const run of after) run();
    } catch (error) {
      // The response has been sent: the failure is only logged.
      this.#describe(error, frame.method, caller);
    }
  }

  /** Counts and logs a request, without params and result. Its idempotency key is the run id in the log lines of its run. */
  #report({ id, method, params }: RequestFrame, { connection }: Caller, startedAt: number, refusal?: ErrorShape): void {
    const { metrics, services } = this.#gateway;
    const ms = services.clock.monotonic() - startedAt;
    // Clients can send any name, so unknown ones are counted together.
    metrics.request('socket', this.#methods.has(method) ? method : 'unknown', refusal?.code ?? 'OK', ms);
    const runId = getIdempotencyKey(params);
    const facts = {
      method: takeStart(method, LOGGED_NAME),
      id: takeStart(id, LOGGED_NAME),
      connection: connection.id,
      durationMs: Math.round(ms * 100) / 100,
    };
    if (refusal !== undefined) {
      const { code, details } = refusal;
      this.#log.info('Request rejected.', {
        ...facts,
        runId,
        code,
        reason: isJsonObject(details) ? details['code'] : undefined,
      });
    } else if (runId === undefined) this.#log.debug('Request answered.', facts);
    else this.#log.info('Request answered.', { ...facts, runId });
  }

  async #carryOut(frame: RequestFrame, caller: Caller, sending: Sending): Promise<unknown> {
    const { method } = frame;
    if (method === 'connect') throw invalidRequest('connect is only valid as the first request');
    const { role, apiKey } = caller.connection;
    const entry = this.#methods.get(method);
    const declaration = entry?.declaration;
    const allowed = declaration?.role ?? 'operator';
    if (allowed !== 'any' && allowed !== role) throw wrongRole(caller);
    caller.wrongRoleCalls = 0;
    if (apiKey !== undefined) this.#admitKey(apiKey);
    if (entry === undefined || declaration === undefined) throw invalidRequest(`unknown method: ${method}`);
    this.#admit(method, declaration, caller.connection);
    if (typeof declaration.scope === 'string' && !caller.connection.holds(declaration.scope))
      throw missingScope(declaration.scope);
    const params = supportedParams(method, frame.params ?? {}, declaration);
    const check = checkParams(declaration.params, params);
    const violation = check instanceof Promise ? await check : check;
    if (violation !== undefined) throw invalidRequest(`invalid ${method} params: ${violation}`, 'INVALID_PARAMS');
    if (typeof declaration.scope === 'function') {
      // Options dropped because they are empty still count: naming an administrator's option needs that scope.
      const scope = declaration.scope(Object.assign({}, frame.params, params));
      if (!caller.connection.holds(scope)) throw missingScope(scope);
    }
    this.#requireProof(method, declaration, params, caller.connection);
    const call = this.#call(caller, sending);
    const isLong = declaration.isLong === true && caller.connection.caps.has(CAP_CALL_PROGRESS);
    const run = (): unknown => (isLong ? this.#runLong(entry, params, frame.id, call) : entry.handler(params, call));
    const key = declaration.idempotent === undefined ? undefined : getIdempotencyKey(params);
    if (key === undefined) return run();
    const owner = getKeyOwner(params, caller.connection);
    return this.#cache.once(method, key, declaration.idempotent !== 'engine', async () => run(), owner);
  }

  async #runLong({ handler }: MethodEntry, params: unknown, id: string, call: Call): Promise<unknown> {
    const { connection } = call;
    const send = (progress: CallProgress): void => connection.send('call.progress', { id, ...progress });
    const reports = startProgressReports(this.#gateway.services.clock, send);
    try {
      return await handler(params, { ...call, progress: reports.report });
    } finally {
      reports.stop();
    }
  }

  /** @throws {GatewayError} with what to prove, if the method requires a fresh proof of this call. */
  #requireProof(method: string, { freshProof }: MethodDeclaration, params: unknown, connection: Connection): void {
    const isRequired = typeof freshProof === 'function' ? freshProof(params) : freshProof === true;
    if (isRequired) this.#gateway.proofs.require(method, params, connection);
  }

  #authorize(method: string, params: unknown, connection: Connection): void {
    const declaration = this.#methods.get(method)?.declaration;
    if (declaration === undefined) throw invalidRequest(`unknown method: ${method}`);
    const scope = typeof declaration.scope === 'function' ? declaration.scope(params) : declaration.scope;
    if (!connection.holds(scope)) throw missingScope(scope);
    this.#requireProof(method, declaration, params, connection);
  }

  #admit(method: string, declaration: MethodDeclaration, connection: Connection): void {
    if (this.#gateway.services.store.isReadOnly && !worksReadOnly(declaration)) throw databaseIsNewer(method);
    // The desktop app's own window.
    if (connection.entry === 'port') return;
    const kind = rateClass(declaration);
    const { limit, retryAfterMs } = this.#gateway.rates.count(kind, getRateKey(connection), method);
    if (retryAfterMs === 0) return;
    throw unavailable('Too many requests. Wait, then retry.', {
      retryAfterMs,
      details: { code: 'RATE_LIMITED', method, kind, limit: `${limit} per 60s` },
    });
  }

  #admitKey(key: NonNullable<Connection['apiKey']>): void {
    const { retryAfterMs } = this.#gateway.identity.keys.count(key);
    if (retryAfterMs === 0) return;
    const details = { code: 'RATE_LIMITED', limit: `${key.perMinute} per 60s` };
    throw unavailable('This API key made too many requests. Wait, then retry.', { retryAfterMs, details });
  }

  #call(caller: Caller, { reply, after }: Sending): Call {
    const { services } = this.#gateway;
    const { connection, signal } = caller;
    const by = connection.principal;
    return {
      services,
      engine: services.engine,
      gateway: this.#gateway,
      connection,
      by,
      signal,
      audit: async (action, subject, details = {}) => {
        await services.store.audit.append({ by, action, subject, details });
      },
      authorize: (method, params) => this.#authorize(method, params, connection),
      early: (payload) => reply.early(payload),
      answer: (payload) => reply.answerNow(payload),
      progress: () => {},
      afterAnswer: (run) => after.push(run),
    };
  }

  /** Logs an unexpected error, and describes it without its stack. */
  #describe(error: unknown, method: string, { signal }: Caller): ErrorShape {
    if (error instanceof GatewayError) return error.toShape();
    if (error instanceof FileError) return toGatewayError(error).toShape();
    if (error instanceof GitError) return fromGitError(error).toShape();
    // The client has disconnected, and its call was aborted.
    if (signal.aborted && error instanceof Error && error.name === 'AbortError')
      return unavailable(error.message).toShape();
    this.#gateway.diagnostics.record('request.failed', { method: takeStart(method, LOGGED_NAME) });
    this.#log.error(`${method} failed`, {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return unavailable(error instanceof Error ? error.message : `${method} failed`).toShape();
  }
}

/** The caller that requests are counted for: a key, a device, a browser, otherwise an address. */
function getRateKey({ apiKey, principal: { deviceId }, browserSession, address }: Connection): string {
  return apiKey?.id ?? deviceId ?? browserSession ?? loginSource(undefined, address);
}

/** An idempotency key is valid for its caller and the session that it is used for. */
function getKeyOwner(params: unknown, { apiKey, principal: { deviceId }, browserSession }: Connection): string {
  const { sessionKey, key = '' } = isJsonObject(params) ? params : {};
  return `${deviceId ?? apiKey?.id ?? browserSession ?? ''}\n${String(sessionKey ?? key ?? '')}`;
}

function getIdempotencyKey(params: unknown): string | undefined {
  const key = isJsonObject(params) ? params['idempotencyKey'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

function wrongRole(caller: Caller): GatewayError {
  caller.wrongRoleCalls += 1;
  if (caller.wrongRoleCalls > MAX_WRONG_ROLE)
    setImmediate(() => caller.connection.close(POLICY_CLOSE, 'repeated unauthorized calls'));
  return invalidRequest(`unauthorized role: ${caller.connection.role}`);
}
