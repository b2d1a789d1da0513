// Models and provider credentials in the shape of OpenClaw clients.
import type { ModelTableStatus, ModelsAuthStatus } from '../types/models.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { NoParams, resultType } from './results.ts';
import { Type } from 'typebox';

const ONE_KEY_REASON = 'Each provider uses the first key found.';
const SHARED_KEYS_REASON = 'All agents of a user use the same keys.';

/** Methods that list and test models and their credentials. */
export const MODEL_METHODS = {
  'models.list': readMethod({
    summary: 'Lists the models of all configured providers, or of one.',
    params: withOwnFields(publishedParams('ModelsListParams'), {
      provider: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    result: publishedResult('ModelsListResult'),
    unsupported: ['includeProviderCapabilities'],
    ignores: {
      view: 'Every view lists the models of the providers that are set up.',
      preparedOnly: 'Every listed model is ready to use.',
      includeDetails: 'Rows always have all details.',
      includeDefaultModels: 'The default model is always included.',
      sessionKey: 'All sessions of an agent can use the same models.',
      authProfileId: ONE_KEY_REASON,
    },
  }),
  'models.authStatus': readMethod({
    summary: 'Returns which providers can be used and where their keys come from.',
    params: publishedParams('ModelsAuthStatusParams'),
    ignores: { agentId: SHARED_KEYS_REASON },
    result: resultType<ModelsAuthStatus>('ModelsAuthStatus'),
  }),
  'models.probe': adminMethod({
    summary: "Tests a provider's stored settings by listing its models and making one small request.",
    ...published('ModelsProbe'),
    unsupported: ['profileId'],
    ignores: { agentId: SHARED_KEYS_REASON },
  }),
  'models.authLogout': adminMethod({
    summary:
      "Removes the stored key that the caller uses for a provider. Keys in the configuration and the environment aren't changed.",
    rate: 'controlPlane',
    params: publishedParams('ModelsAuthLogoutParams'),
    unsupported: ['profileIds'],
    ignores: { agentId: SHARED_KEYS_REASON },
    result: resultType<{ readonly ok: true; readonly provider: string; readonly removed: boolean }>('ModelsAuthLogout'),
  }),
  'models.table': readMethod({
    summary: 'Returns the date and source of the model table: limits, capabilities, and prices.',
    params: NoParams,
    result: resultType<ModelTableStatus>('ModelTableStatus'),
  }),
  'models.refresh': adminMethod({
    summary: 'Downloads the model table from `models.tableUrl`. If that fails, the current table is kept.',
    rate: 'controlPlane',
    params: NoParams,
    result: resultType<ModelTableStatus>('ModelTableStatus'),
  }),
  'models.reset': adminMethod({
    summary: 'Removes the downloaded model table and restores the built-in one.',
    rate: 'controlPlane',
    params: NoParams,
    result: resultType<ModelTableStatus>('ModelTableStatus'),
  }),
} as const;
