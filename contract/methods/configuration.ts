// The whole configuration file at once, and what one of its keys is. `config.get` and `config.patch` stand with the host.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from './published.ts';
import { resultOf } from './results.ts';

/** Answer to a write of the configuration. */
export interface ConfigWritten {
  readonly ok: true;
  readonly path: string;
  readonly hash: string;
  readonly config: unknown;
  readonly changedPaths: readonly string[];
  /** The same as `reload.restart`. */
  readonly needsRestart: readonly string[];
  /** Which of the changed paths are in force now, and which will be after the next start. */
  readonly reload: { readonly hot: readonly string[]; readonly restart: readonly string[] };
}

export const CONFIGURATION_METHODS = {
  'config.set': defineMethod({
    summary:
      'Writes the whole file as it is sent, comments included; refused when `baseHash` is stale or a value is wrong. A placeholder for a secret leaves the secret as it was.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigSetParams'),
    result: resultOf<ConfigWritten>('ConfigWritten'),
  }),
  'config.apply': defineMethod({
    summary: 'The same. Nothing is restarted: every key takes effect at once, or `reload.restart` names it.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigApplyParams'),
    result: resultOf<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema.lookup': defineMethod({
    summary: 'What one key of the configuration is, when a change of it takes effect, and the keys below it.',
    scope: 'operator.read',
    params: publishedParams('ConfigSchemaLookupParams'),
    result: publishedResult('ConfigSchemaLookupResult'),
  }),
} as const;
