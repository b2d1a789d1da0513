// Validates params with compiled schemas. The compiler is loaded with the first schema, because it slows down startup.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TSchema } from 'typebox';

/** Properties named in one message. */
const MAX_NAMED = 3;

interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

interface Validator {
  Check(value: unknown): boolean;
  Errors(value: unknown): Iterable<Violation>;
}

const validators = new Map<TSchema, Validator>();

/** Describes what is wrong, as `at /path: …`; undefined when the params are valid. Asynchronous only for the first check of a schema. */
export function checkParams(schema: TSchema, params: unknown): string | undefined | Promise<string | undefined> {
  if (needsNoCheck(schema, params)) return undefined;
  const known = validators.get(schema);
  return known === undefined ? compile(schema).then((made) => findProblem(made, params)) : findProblem(known, params);
}

/** Compiles schemas before their first check, each in its own turn of the event loop. */
export async function compileEarly(schemas: readonly TSchema[]): Promise<void> {
  for (const schema of schemas) {
    if (!validators.has(schema)) await compile(schema);
    await nextTurn();
  }
}

/** Whether params are `{}` for an object without required properties: valid without loading the compiler. */
function needsNoCheck(schema: TSchema, params: unknown): boolean {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return false;
  if (!('type' in schema) || schema.type !== 'object' || Object.keys(params).length > 0) return false;
  return !('required' in schema) || (Array.isArray(schema.required) && schema.required.length === 0);
}

async function compile(schema: TSchema): Promise<Validator> {
  const { Compile } = await import('typebox/compile');
  const validator = Compile(schema);
  validators.set(schema, validator);
  return validator;
}

function findProblem(validator: Validator, params: unknown): string | undefined {
  if (validator.Check(params)) return undefined;
  const words = new Set<string>();
  for (const violation of validator.Errors(params)) {
    words.add(describeViolation(violation));
    if (words.size === MAX_NAMED) break;
  }
  return [...words].join('; ') || 'at root: invalid';
}

function describeViolation({ keyword, instancePath, params, message }: Violation): string {
  const where = instancePath === '' ? 'at root' : `at ${instancePath}`;
  if (keyword === 'additionalProperties')
    return `${where}: unexpected property '${listed(params, 'additionalProperties')}'`;
  if (keyword === 'required') return `${where}: must have required property '${listed(params, 'requiredProperties')}'`;
  if (keyword === 'enum') return `${where}: must be equal to one of the allowed values`;
  return `${where}: ${message}`;
}

function listed(params: object, name: string): string {
  const value: unknown = Object.entries(params).find(([key]) => key === name)?.[1];
  return Array.isArray(value) ? value.slice(0, MAX_NAMED).join("', '") : String(value);
}
