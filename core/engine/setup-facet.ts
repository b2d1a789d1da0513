// The first run: choices, and a wizard that asks for them.
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { SetupStatus } from '#contract/types/setup.ts';
import type { ProviderChange } from '../ports/provider.ts';
import type { Principal } from '../principal.ts';

/** Choices of the first run. Each takes effect immediately. */
export interface SetupChoice {
  /** The default model. */
  readonly model?: string;
  /** Workspace of the default agent. */
  readonly workspace?: string;
  /** Creates the workspace if it doesn't exist. */
  readonly createWorkspace?: boolean;
  readonly done?: boolean;
}

/** A question of the wizard. */
export interface SetupQuestion {
  readonly id: 'provider' | 'address' | 'key' | 'model' | 'workspace';
  readonly title: string;
  readonly message: string;
  /** Present if one of these must be chosen. */
  readonly options?: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly initialValue?: string;
  readonly placeholder?: string;
  readonly sensitive?: true;
}

/** The progress of a wizard. While it is running, it has a question; `error` says why the last answer was rejected. */
export interface WizardProgress {
  readonly status: 'running' | 'done' | 'canceled';
  readonly question?: SetupQuestion;
  readonly model?: string;
  readonly error?: string;
}

/** An answer to the current question. */
export interface WizardAnswer {
  readonly questionId: string;
  readonly value: unknown;
}

/** Applies the answers of a wizard. The caller checks its permission for each change first. */
export interface SetupActions {
  setProvider(change: ProviderChange<string>): Promise<ProviderStatus>;
  choose(choice: SetupChoice): Promise<SetupStatus>;
}

/** The first run. Errors are {@link GatewayError}s. */
export interface SetupFacet {
  status(): Promise<SetupStatus>;
  choose(choice: SetupChoice, by: Principal): Promise<SetupStatus>;
  /** Starts a wizard that offers `workspace`. Only the latest wizards are kept. */
  startWizard(workspace?: string): Promise<WizardProgress & { readonly id: string }>;
  /** Applies an answer, if there is one, and returns the next question. */
  continueWizard(id: string, answer: WizardAnswer | undefined, actions: SetupActions): Promise<WizardProgress>;
  cancelWizard(id: string): Promise<WizardProgress['status']>;
  wizardStatus(id: string): Promise<WizardProgress['status']>;
}
