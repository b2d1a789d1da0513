// A method is declared once; handlers, client types, validation and docs derive from the declaration.
import type { Static, TSchema } from 'typebox';
import type { RateClass } from '../wire/rates.ts';
import type { Scope } from '../wire/scopes.ts';

/** The declaration of one method. */
export interface MethodDeclaration<P extends TSchema = TSchema, R extends TSchema = TSchema> {
  /** One sentence. */
  readonly summary: string;
  /** Least scope; `any` needs a connection only. A function when it depends on the params (already validated). */
  readonly scope: Scope | 'any' | ((params: Static<P>) => Scope);
  readonly params: P;
  readonly result: R;
  /** Fields that current clients send and the published schema does not know: accepted and dropped. */
  readonly ignores?: readonly string[];
  /**
   * Dangerous enough that a stolen connection must not be able to do it: the caller proves anew that it is who it is (a signature
   * of its key over this very call, or a person's confirmation). A function when it depends on the params (already validated).
   */
  readonly freshProof?: true | ((params: Static<P>) => boolean);
  /**
   * A write that starts work: repeats with the same `idempotencyKey` get the first answer again. `engine`: the engine answers
   * repeats itself (`in_flight`, then `ok`), so the gateway only shares the answer of concurrent ones.
   */
  readonly idempotent?: true | 'engine';
  /** Who may call it; only operators unless declared. */
  readonly role?: 'node' | 'any';
  /** The rate limit that it counts against; `read` or `write` unless declared, depending on the scope. */
  readonly rate?: Exclude<RateClass, 'read' | 'write'>;
  /** Exists so that OpenClaw clients work: it always answers the same and changes nothing. */
  readonly stub?: true;
}

/** Whether a method changes nothing. */
export function isRead({ scope }: Pick<MethodDeclaration, 'scope'>): boolean {
  return scope === 'any' || scope === 'operator.read';
}

/** The rate limit that calls of a method count against. */
export function rateClass({ rate, scope }: Pick<MethodDeclaration, 'rate' | 'scope'>): RateClass {
  return rate ?? (isRead({ scope }) ? 'read' : 'write');
}

/** Checks a declaration's types without widening them. */
export function defineMethod<P extends TSchema, R extends TSchema>(
  declaration: MethodDeclaration<P, R>,
): MethodDeclaration<P, R> {
  return declaration;
}

/** A table of declarations by method name. */
export type MethodTable = Readonly<Record<string, MethodDeclaration>>;

/** What a caller passes. */
export type ParamsOf<T, M extends keyof T> = T[M] extends MethodDeclaration<infer P, TSchema> ? Static<P> : never;
/** What a caller gets. */
export type ResultOf<T, M extends keyof T> = T[M] extends MethodDeclaration<TSchema, infer R> ? Static<R> : never;
