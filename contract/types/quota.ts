// Runs that wait for the limit of a model provider to reset.

/** Why a run waits, and until when. */
export interface QuotaWait {
  readonly waitId: string;
  readonly provider: string;
  /** Name of the provider for people. */
  readonly providerName: string;
  /** The model that continues the run. */
  readonly model: string;
  /** When the provider says that the limit resets, Unix ms. */
  readonly resumesAtMs: number;
  /** The provider's error message. */
  readonly message: string;
}

/** How a wait ended. `continued`: a person didn't want to wait. `model`: a person chose another model. */
export type QuotaOutcome = 'reset' | 'continued' | 'model';
