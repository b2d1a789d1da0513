// Says in words what is wrong with a configuration.
import { Configuration } from '#contract/configuration/configuration.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Issue } from './syntax.ts';

/** What is wrong with a value by the schema; empty when it is valid. The checker is loaded only when there is something to check. */
export async function validate(value: unknown): Promise<readonly Issue[]> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return [];
  const { Value } = await import('typebox/value');
  if (Value.Check(Configuration, value)) return [];
  return Value.Errors(Configuration, value).flatMap((error) =>
    toIssues(error.instancePath, error.keyword, error.params, error.message),
  );
}

function toIssues(pointer: string, keyword: string, params: unknown, message: string): readonly Issue[] {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const at = (more: readonly string[], text: string): Issue => ({ path: [...path, ...more].join('.'), message: text });
  // The shape of `params` belongs to the keyword.
  const facts = params as JsonObject;
  if (keyword === 'additionalProperties' && Array.isArray(facts['additionalProperties'])) {
    return facts['additionalProperties'].map((name: unknown) => at([String(name)], 'unknown key'));
  }
  if (keyword === 'enum' && Array.isArray(facts['allowedValues']))
    return [at([], `must be one of ${facts['allowedValues'].join(', ')}`)];
  return [at([], message)];
}
