// Models and provider sign-ins as OpenClaw clients see them.
import type { ModelsAuthStatus } from '../types/models.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { resultOf } from './results.ts';
import { Type } from 'typebox';

export const MODEL_METHODS = {
  'models.list': defineMethod({
    summary: 'Models of the providers that are set up, or of one of them.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('ModelsListParams'), {
      provider: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    result: publishedResult('ModelsListResult'),
    ignores: ['sessionKey', 'includeDetails', 'includeDefaultModels', 'authProfileId'],
  }),
  'models.authStatus': defineMethod({
    summary: 'Which providers can be used, and where their key comes from.',
    scope: 'operator.read',
    params: publishedParams('ModelsAuthStatusParams'),
    result: resultOf<ModelsAuthStatus>('ModelsAuthStatus'),
  }),
  'models.probe': defineMethod({
    summary: 'Asks a provider for its models and one small answer, with what is stored, and says how it went.',
    scope: 'operator.admin',
    params: publishedParams('ModelsProbeParams'),
    result: publishedResult('ModelsProbeResult'),
  }),
  'models.authLogout': defineMethod({
    summary: 'Forgets the stored key of a provider; one that the environment gives stays.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ModelsAuthLogoutParams'),
    result: resultOf<{ readonly ok: true; readonly provider: string; readonly removed: boolean }>('ModelsAuthLogout'),
  }),
} as const;
