// Models and provider credentials in the shape of OpenClaw clients.
import type { ModelsAuthStatus } from '../types/models.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { resultOf } from './results.ts';
import { Type } from 'typebox';

export const MODEL_METHODS = {
  'models.list': defineMethod({
    summary: 'Lists the models of all configured providers, or of one.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('ModelsListParams'), {
      provider: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    result: publishedResult('ModelsListResult'),
    ignores: ['sessionKey', 'includeDetails', 'includeDefaultModels', 'authProfileId'],
  }),
  'models.authStatus': defineMethod({
    summary: 'Returns which providers can be used and where their keys come from.',
    scope: 'operator.read',
    params: publishedParams('ModelsAuthStatusParams'),
    result: resultOf<ModelsAuthStatus>('ModelsAuthStatus'),
  }),
  'models.probe': defineMethod({
    summary: "Tests a provider's stored settings by listing its models and making one small request.",
    scope: 'operator.admin',
    params: publishedParams('ModelsProbeParams'),
    result: publishedResult('ModelsProbeResult'),
  }),
  'models.authLogout': defineMethod({
    summary: 'Removes the stored key of a provider. A key from the environment stays in effect.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ModelsAuthLogoutParams'),
    result: resultOf<{ readonly ok: true; readonly provider: string; readonly removed: boolean }>('ModelsAuthLogout'),
  }),
} as const;
