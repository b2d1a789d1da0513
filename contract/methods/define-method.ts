// Each method is declared once. Handlers, client types, validation, and docs derive from the declaration.
import type { Static, TSchema } from 'typebox';
import type { RateClass } from '../wire/rates.ts';
import type { Scope } from '../wire/scopes.ts';

interface MethodBody<P extends TSchema, R extends TSchema> {
  /** What it does, in the third person: "Lists sessions." */
  readonly summary: string;
  readonly params: P;
  readonly result: R;
  /** Options that are rejected with `UNSUPPORTED_OPTION`. Values that ask for nothing (null, false, 0, empty) are accepted. */
  readonly unsupported?: readonly UnsupportedOption[];
  /** Options that have no effect here, each with the reason why that is correct. */
  readonly ignores?: Readonly<Record<string, string>>;
  /**
   * For calls that a stolen connection must not be able to make: requires a signature over this call with the caller's key, or a
   * person's confirmation. A function if it depends on the (validated) parameters.
   */
  readonly freshProof?: true | ((params: Static<P>) => boolean);
  /**
   * For writes that start work: repeats with the same `idempotencyKey` get the first response again. `engine`: the engine answers
   * repeats itself (`in_flight`, then `ok`), so the gateway only shares the response of concurrent calls.
   */
  readonly idempotent?: true | 'engine';
  /** Can take longer than a client waits: callers that understand it get `call.progress` events. */
  readonly isLong?: true;
  /** Roles that can call it. Default: operators only. */
  readonly role?: 'node' | 'any';
  /** Can be called while the database is read-only, although its scope is not `operator.read`: it only reads, or installs an update. */
  readonly whileReadOnly?: true;
  /** The rate limit it counts against. Default: `read` or `write`, depending on the scope. */
  readonly rate?: Exclude<RateClass, 'read' | 'write'>;
  /** Used by nearly every client: its parameters are compiled soon after the start, not with the first call. */
  readonly common?: true;
  /** Exists for compatibility with OpenClaw clients only: always returns the same result and changes nothing. */
  readonly stub?: true;
}

/** The declaration of one method. */
export interface MethodDeclaration<P extends TSchema = TSchema, R extends TSchema = TSchema> extends MethodBody<P, R> {
  /** Required scope; `any` requires only a connection. A function if it depends on the (validated) parameters. */
  readonly scope: Scope | 'any' | ((params: Static<P>) => Scope);
}

/** The name of an option, or a name with the only values that are accepted. */
export type UnsupportedOption = string | { readonly option: string; readonly accepts: readonly unknown[] };

/** Whether a method only reads. */
export function isRead({ scope }: Pick<MethodDeclaration, 'scope'>): boolean {
  return scope === 'any' || scope === 'operator.read';
}

/** Whether a method can be called while the database is read-only. */
export function worksReadOnly(declaration: Pick<MethodDeclaration, 'scope' | 'whileReadOnly'>): boolean {
  return declaration.whileReadOnly === true || isRead(declaration);
}

/** The rate limit that calls of a method count against. */
export function rateClass({ rate, scope }: Pick<MethodDeclaration, 'rate' | 'scope'>): RateClass {
  return rate ?? (isRead({ scope }) ? 'read' : 'write');
}

/** Type-checks a declaration without widening it. */
export function defineMethod<P extends TSchema, R extends TSchema>(
  declaration: MethodDeclaration<P, R>,
): MethodDeclaration<P, R> {
  return declaration;
}

const withScope =
  <S extends Scope>(scope: S) =>
  <P extends TSchema, R extends TSchema>(body: MethodBody<P, R>): MethodDeclaration<P, R> => ({ scope, ...body });

/** Declares a method that only reads. */
export const readMethod = withScope('operator.read');
/** Declares a method that changes data. */
export const writeMethod = withScope('operator.write');
/** Declares a method for administrators. */
export const adminMethod = withScope('operator.admin');
/** Declares a method that reads or answers approvals. */
export const approvalMethod = withScope('operator.approvals');

/** Declares a method that manages devices, nodes, or browsers. */
export function pairingMethod<P extends TSchema, R extends TSchema>(body: MethodBody<P, R>): MethodDeclaration<P, R> {
  return { scope: 'operator.pairing', rate: 'pairing', ...body };
}
