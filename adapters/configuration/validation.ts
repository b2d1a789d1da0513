// Validates a configuration.
import { Configuration } from '#contract/configuration/configuration.ts';
import type { Issue } from './syntax.ts';

/** Returns the violations of the schema; none if the value is valid. The validator is loaded only if it is needed. */
export async function validate(value: unknown): Promise<readonly Issue[]> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return [];
  const { Value } = await import('typebox/value');
  if (Value.Check(Configuration, value)) return [];
  return Value.Errors(Configuration, value).flatMap((error) =>
    toIssues(error.instancePath, error.keyword, error.params, error.message),
  );
}

function toIssues(pointer: string, keyword: string, params: object, message: string): readonly Issue[] {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const at = (more: readonly string[], text: string): Issue => ({ path: [...path, ...more].join('.'), message: text });
  if ('additionalProperties' in params && Array.isArray(params.additionalProperties))
    return params.additionalProperties.map((name: unknown) => at([String(name)], 'unknown key'));
  if (keyword === 'enum' && 'allowedValues' in params && Array.isArray(params.allowedValues))
    return [at([], `must be one of ${params.allowedValues.join(', ')}`)];
  return [at([], message)];
}
