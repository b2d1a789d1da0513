// Method handlers: functions from validated params to the method's result. `methods/<noun>/` has one table of handlers
// for each table of `contract/methods/`.
import type { CallProgress } from '#contract/wire/call-progress.ts';
import type { MethodDeclaration } from '#contract/methods/define-method.ts';
import type { MethodName, MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { Principal } from '#core/principal.ts';
import type { Connection } from '../connections/connection.ts';
import type { GatewayRuntime } from '../runtime.ts';
import type { GatewayServices } from '../services.ts';
import type { RawJson } from './raw-json.ts';

/** What a handler gets besides params. */
export interface Call {
  readonly services: GatewayServices;
  /** `services.engine`. */
  readonly engine: Engine;
  readonly gateway: GatewayRuntime;
  readonly connection: Connection;
  /** The caller: the connection's principal. */
  readonly by: Principal;
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal;
  /** Records a change in the audit log, on disk when it resolves. */
  audit(action: string, subject: string, details?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Checks scope and fresh proof of another method whose work this one is about to do. @throws {GatewayError} */
  authorize<M extends MethodName>(method: M, params: MethodParams<M>): void;
  /** Sends a first response with the same id, for methods that respond twice. */
  early(payload: unknown): void;
  /** Sends the response immediately, before the remaining work. The handler's result is then not sent. */
  answer(payload: unknown): void;
  /** Reports the progress of a long call to its caller. */
  progress(progress: Omit<CallProgress, 'elapsedMs'>): void;
  /** Runs right after the response was sent. */
  afterAnswer(run: () => void): void;
}

type Answer<M extends MethodName> = MethodResult<M> | RawJson;

/** Handles one method. Params are validated. @throws {GatewayError} for expected failures. */
export type Handler<M extends MethodName> = (params: MethodParams<M>, call: Call) => Answer<M> | Promise<Answer<M>>;

/** Handlers by method. */
export type Handlers<M extends MethodName> = { readonly [K in M]: Handler<K> };

/** Types a table of handlers by the methods it names. */
export function defineHandlers<M extends MethodName>(handlers: Handlers<M>): Handlers<M> {
  return handlers;
}

/** A handler whose method isn't known at compile time. */
export type AnyHandler = (params: unknown, call: Call) => unknown;

/** A method as the dispatcher needs it. */
export interface MethodEntry {
  readonly declaration: MethodDeclaration;
  readonly handler: AnyHandler;
}
