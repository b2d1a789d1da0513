// First run: the types.
import type { ProviderStatus } from './providers.ts';

/** Where the first run stands; kept in the store, so that it resumes after a kill. */
export interface SetupStatus {
  readonly done: boolean;
  readonly step: 'model' | 'workspace' | 'finished';
  readonly providers: readonly ProviderStatus[];
  readonly workspace?: string;
  readonly suggestedWorkspace: string;
  readonly model?: string;
}
