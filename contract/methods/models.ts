// Sign-in state of model providers, in the protocol's words; `providers.*` is our own, fuller view.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from './published.ts';
import { resultOf } from './results.ts';

/** One provider's sign-in. `static`: a key, or none is needed. */
export interface ModelAuthEntry {
  readonly provider: string;
  readonly authProvider: string;
  readonly displayName: string;
  readonly status: 'static' | 'ok' | 'expiring' | 'expired' | 'missing';
  /** Accounts; Gatehouse has one key per provider and no accounts. */
  readonly profiles: readonly never[];
  readonly apiKey?: { readonly source: 'config' | 'env' };
}

/** Answer to `models.authStatus`. */
export interface ModelsAuthStatus {
  readonly ts: number;
  readonly providers: readonly ModelAuthEntry[];
  readonly providerCapabilities: readonly {
    readonly provider: string;
    readonly apiKeySupported: boolean;
    readonly quickApiKeySetup: boolean;
  }[];
}

export const MODEL_METHODS = {
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
