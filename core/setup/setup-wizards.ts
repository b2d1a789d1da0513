// Active wizards: few, kept in memory. Choices are stored, so after a restart a new wizard offers them again.
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SetupActions, WizardAnswer, WizardProgress } from '../engine/setup-facet.ts';
import { SerialQueue } from '../serial-queue.ts';
import { applyAnswer, describeQuestion, type SetupChoices } from './setup-questions.ts';

/** Wizards kept; the oldest is dropped. */
const MAX_WIZARDS = 16;

interface Wizard {
  choices: SetupChoices;
  isCanceled: boolean;
  /** Applies its answers one at a time. */
  readonly answers: SerialQueue;
}

type Ports = Pick<EnginePorts, 'ids' | 'providers'>;

/** All active wizards. */
export class SetupWizards {
  readonly #ports: Ports;
  readonly #wizards = new Map<string, Wizard>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Starts a wizard and returns its first question. */
  async start(workspace: string): Promise<WizardProgress & { readonly id: string }> {
    const id = this.#ports.ids.next();
    const choices = { step: 'provider', workspace } as const;
    const wizard = { choices, isCanceled: false, answers: new SerialQueue() };
    this.#wizards.set(id, wizard);
    const [oldest] = this.#wizards.keys();
    if (this.#wizards.size > MAX_WIZARDS && oldest !== undefined) this.#wizards.delete(oldest);
    return { id, ...(await this.#describe(wizard)) };
  }

  /** Applies an answer, if there is one, and returns the next question. */
  continue(id: string, answer: WizardAnswer | undefined, actions: SetupActions): Promise<WizardProgress> {
    const wizard = this.#require(id);
    return wizard.answers.run(() => this.#answer(wizard, answer, actions));
  }

  /** Ends a wizard; choices made so far are kept. */
  cancel(id: string): WizardProgress['status'] {
    const wizard = this.#require(id);
    wizard.isCanceled = wizard.choices.step !== 'finished';
    return getStatus(wizard);
  }

  status(id: string): WizardProgress['status'] {
    return getStatus(this.#require(id));
  }

  #require(id: string): Wizard {
    const found = this.#wizards.get(id);
    if (found !== undefined) return found;
    throw invalidRequest('Wizard not found.', 'WIZARD_NOT_FOUND', 'Start it again; earlier choices are kept.');
  }

  async #answer(wizard: Wizard, answer: WizardAnswer | undefined, actions: SetupActions): Promise<WizardProgress> {
    if (answer === undefined || getStatus(wizard) !== 'running') return this.#describe(wizard);
    if (answer.questionId !== wizard.choices.step)
      throw invalidRequest(`The current step is ${wizard.choices.step}.`, 'WIZARD_STEP');
    try {
      wizard.choices = await applyAnswer(wizard.choices, answer.value, this.#ports, actions);
    } catch (error) {
      // An invalid choice: the same question is asked again, with the reason.
      if (error instanceof GatewayError && error.code === 'INVALID_REQUEST')
        return { ...(await this.#describe(wizard)), error: error.message };
      throw error;
    }
    return this.#describe(wizard);
  }

  async #describe(wizard: Wizard): Promise<WizardProgress> {
    const status = getStatus(wizard);
    const { model } = wizard.choices;
    if (status !== 'running') return { status, ...defined({ model }) };
    return { status, question: await describeQuestion(wizard.choices, this.#ports) };
  }
}

function getStatus({ choices, isCanceled }: Wizard): WizardProgress['status'] {
  if (choices.step === 'finished') return 'done';
  return isCanceled ? 'canceled' : 'running';
}
