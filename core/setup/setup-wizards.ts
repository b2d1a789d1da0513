// Active wizards: few, kept in memory. Choices are stored, so after a restart a new wizard offers them again.
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SetupActions, SetupFacet, WizardAnswer, WizardProgress } from '../engine/setup-facet.ts';
import { SerialQueue } from '../serial-queue.ts';
import { setBounded } from '../set-bounded.ts';
import { applyAnswer, describeQuestion, type SetupChoices } from './setup-questions.ts';

/** Wizards to keep. */
const MAX_WIZARDS = 16;

type Ports = Pick<EnginePorts, 'ids' | 'providers'>;

interface Wizard {
  choices: SetupChoices;
  isCanceled: boolean;
  /** Applies its answers one at a time. */
  readonly answers: SerialQueue;
}

/** The part of the setup facet that manages active wizards. `start` returns the first question. */
interface SetupWizards extends Pick<SetupFacet, 'continueWizard' | 'cancelWizard' | 'wizardStatus'> {
  readonly start: (workspace: string) => ReturnType<SetupFacet['startWizard']>;
}

/** The active wizards. */
export function setupWizards(ports: Ports): SetupWizards {
  const wizards = new Map<string, Wizard>();
  const require = (id: string): Wizard => {
    const found = wizards.get(id);
    if (found !== undefined) return found;
    throw invalidRequest('Wizard not found.', 'WIZARD_NOT_FOUND', 'Start it again; earlier choices are kept.');
  };
  return {
    async start(workspace) {
      const id = ports.ids.next();
      const choices = { step: 'provider', workspace } as const;
      const wizard = { choices, isCanceled: false, answers: new SerialQueue() };
      setBounded(wizards, id, wizard, MAX_WIZARDS);
      return { id, ...(await describeProgress(wizard, ports)) };
    },
    async continueWizard(id, answer, actions) {
      const wizard = require(id);
      return wizard.answers.run(() => continueWizard(wizard, answer, ports, actions));
    },
    cancelWizard(id) {
      const wizard = require(id);
      wizard.isCanceled = wizard.choices.step !== 'finished';
      return getStatus(wizard);
    },
    wizardStatus: (id) => getStatus(require(id)),
  };
}

async function continueWizard(
  wizard: Wizard,
  answer: WizardAnswer | undefined,
  ports: Ports,
  actions: SetupActions,
): Promise<WizardProgress> {
  if (answer === undefined || getStatus(wizard) !== 'running') return describeProgress(wizard, ports);
  if (answer.questionId !== wizard.choices.step)
    throw invalidRequest(`The current step is ${wizard.choices.step}.`, 'WIZARD_STEP');
  try {
    wizard.choices = await applyAnswer(wizard.choices, answer.value, ports, actions);
  } catch (error) {
    // An invalid choice: the same question is asked again, with the reason.
    if (error instanceof GatewayError && error.code === 'INVALID_REQUEST')
      return { ...(await describeProgress(wizard, ports)), error: error.message };
    throw error;
  }
  return describeProgress(wizard, ports);
}

async function describeProgress(wizard: Wizard, ports: Ports): Promise<WizardProgress> {
  const status = getStatus(wizard);
  const { model } = wizard.choices;
  if (status !== 'running') return { status, ...defined({ model }) };
  return { status, question: await describeQuestion(wizard.choices, ports) };
}

function getStatus({ choices, isCanceled }: Wizard): WizardProgress['status'] {
  if (choices.step === 'finished') return 'done';
  return isCanceled ? 'canceled' : 'running';
}
