// Setup: types.
import type { ProviderStatus } from './providers.ts';

/** Status of the setup. Stored, so that it resumes after a crash. */
export interface SetupStatus {
  readonly done: boolean;
  readonly step: 'model' | 'workspace' | 'finished';
  readonly providers: readonly ProviderStatus[];
  readonly workspace?: string;
  readonly suggestedWorkspace: string;
  readonly model?: string;
  /** The model in use while none is chosen. */
  readonly automaticModel?: string;
}
