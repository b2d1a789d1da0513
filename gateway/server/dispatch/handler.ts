// What a handler is: a function from validated params to the method's result.
// `methods/<noun>/` exports one record for each table of `contract/methods/`; `methods/registry.ts` is the one table.
import type { MethodDeclaration } from '#contract/methods/define-method.ts';
import type { MethodName, MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { Connection } from '../connections/connection.ts';
import type { GatewayRuntime } from '../runtime.ts';
import type { GatewayServices } from '../services.ts';
import type { RawJson } from './raw-json.ts';

/** What a handler gets besides params. */
export interface Call {
  readonly services: GatewayServices;
  readonly gateway: GatewayRuntime;
  readonly connection: Connection;
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal;
  /**
   * Checks that the caller may make another call, whose work this method is about to do: its scope and its fresh proof.
   * @throws {GatewayError}
   */
  authorize<M extends MethodName>(method: M, params: MethodParams<M>): void;
  /** Sends an earlier answer under the same id, for methods that answer twice. */
  early(payload: unknown): void;
  /** Runs right after the answer was sent. */
  afterAnswer(run: () => void): void;
}

type Answer<M extends MethodName> = MethodResult<M> | RawJson;

/** Carries out one method. Params are validated. @throws {GatewayError} for expected failures. */
export type Handler<M extends MethodName> = (params: MethodParams<M>, call: Call) => Answer<M> | Promise<Answer<M>>;

/** Handlers of the methods of one table, no more and no fewer. */
export type HandlersFor<T> = { readonly [K in keyof T & MethodName]: Handler<K> };

/** A handler whose method isn't known at compile time. */
export type AnyHandler = (params: unknown, call: Call) => unknown;

/** A method as the dispatcher needs it. */
export interface MethodEntry {
  readonly declaration: MethodDeclaration;
  readonly handler: AnyHandler;
}
