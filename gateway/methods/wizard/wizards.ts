// Active wizards: few, kept in memory. Choices are on disk, so after a restart a wizard resumes at the same step.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import { describeStep, takeAnswer, type SetupChoices } from './setup-steps.ts';
import { SerialQueue } from '#core/serial-queue.ts';

type Progress = PublishedType<'WizardNextResult'>;
type Status = PublishedType<'WizardStatusResult'>;

/** Wizards kept; the oldest gives way. */
const MAX_WIZARDS = 16;

interface Wizard {
  choices: SetupChoices;
  cancelled: boolean;
  /** Applies its answers one at a time. */
  readonly answers: SerialQueue;
}

/** The wizards of one gateway. */
class Wizards {
  readonly #wizards = new Map<string, Wizard>();

  /** Starts a wizard and returns its first step. */
  async start(sessionId: string, workspace: string, call: Call): Promise<Progress & { readonly sessionId: string }> {
    const wizard: Wizard = { choices: { step: 'provider', workspace }, cancelled: false, answers: new SerialQueue() };
    this.#wizards.set(sessionId, wizard);
    const [oldest] = this.#wizards.keys();
    if (this.#wizards.size > MAX_WIZARDS && oldest !== undefined) this.#wizards.delete(oldest);
    return { sessionId, ...(await progressOf(wizard, call)) };
  }

  /** Takes an answer, if there is one, and gives the step that then waits. */
  next(
    sessionId: string,
    answer: { readonly stepId: string; readonly value?: unknown } | undefined,
    call: Call,
  ): Promise<Progress> {
    const wizard = this.#require(sessionId);
    return wizard.answers.run(() => takeTurn(wizard, answer, call));
  }

  cancel(sessionId: string): Status {
    const wizard = this.#require(sessionId);
    wizard.cancelled = wizard.choices.step !== 'finished';
    return this.status(sessionId);
  }

  status(sessionId: string): Status {
    return { status: statusOf(this.#require(sessionId)) };
  }

  close(): void {
    this.#wizards.clear();
  }

  #require(sessionId: string): Wizard {
    const found = this.#wizards.get(sessionId);
    if (found !== undefined) return found;
    throw invalidRequest('wizard not found', 'WIZARD_NOT_FOUND', 'Start it again; earlier choices are kept.');
  }
}

/** Made at the first use, one per gateway. */
export const makeWizards = (): Wizards => new Wizards();

async function takeTurn(
  wizard: Wizard,
  answer: { readonly stepId: string; readonly value?: unknown } | undefined,
  call: Call,
): Promise<Progress> {
  if (answer === undefined || statusOf(wizard) !== 'running') return progressOf(wizard, call);
  if (answer.stepId !== wizard.choices.step)
    throw invalidRequest(`the current step is ${wizard.choices.step}`, 'WIZARD_STEP');
  try {
    wizard.choices = await takeAnswer(wizard.choices, answer.value, call);
  } catch (error) {
    // A person chose what cannot be: the same step is asked again, with the reason.
    if (error instanceof GatewayError && error.code === 'INVALID_REQUEST')
      return { ...(await progressOf(wizard, call)), error: error.message };
    throw error;
  }
  return progressOf(wizard, call);
}

async function progressOf(wizard: Wizard, { services }: Call): Promise<Progress> {
  const status = statusOf(wizard);
  if (status === 'running') return { done: false, status, step: await describeStep(wizard.choices, services) };
  const { model } = wizard.choices;
  return { done: true, status, ...(model === undefined ? {} : { preparedModelRef: model }) };
}

function statusOf({ choices, cancelled }: Wizard): 'running' | 'done' | 'cancelled' {
  if (choices.step === 'finished') return 'done';
  return cancelled ? 'cancelled' : 'running';
}
