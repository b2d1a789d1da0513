// Active wizards: few, and stored, so that one continues after a restart. Keys aren't part of them: they are sealed when they are given.
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SetupActions, SetupFacet, WizardAnswer, WizardProgress } from '../engine/setup-facet.ts';
import { SerialQueue } from '../serial-queue.ts';
import { applyAnswer, describeQuestion } from './setup-questions.ts';
import { openStoredWizards, type Wizard } from './stored-wizards.ts';

type Ports = Pick<EnginePorts, 'ids' | 'providers' | 'store'>;

/** The part of the setup facet that manages active wizards. `start` returns the first question. */
interface SetupWizards extends Pick<SetupFacet, 'continueWizard' | 'cancelWizard' | 'wizardStatus'> {
  readonly start: (workspace: string) => ReturnType<SetupFacet['startWizard']>;
}

/** The active wizards. */
export function setupWizards(ports: Ports): SetupWizards {
  const stored = openStoredWizards(ports.store.settings);
  // Answers are applied one at a time, so that none is lost.
  const answers = new SerialQueue();
  const require = async (id: string): Promise<Wizard> => {
    const found = await stored.get(id);
    if (found !== undefined) return found;
    throw invalidRequest('Wizard not found.', 'WIZARD_NOT_FOUND', 'Start it again; earlier choices are kept.');
  };
  return {
    async start(workspace) {
      const id = ports.ids.next();
      const wizard: Wizard = { choices: { step: 'provider', workspace }, isCanceled: false };
      await stored.set(id, wizard);
      return { id, ...(await describeProgress(wizard, ports)) };
    },
    continueWizard: (id, answer, actions) =>
      answers.run(async () => {
        const before = await require(id);
        const { wizard, progress } = await continueWizard(before, answer, ports, actions);
        if (wizard !== before) await stored.set(id, wizard);
        return progress;
      }),
    cancelWizard: (id) =>
      answers.run(async () => {
        const before = await require(id);
        const wizard = { ...before, isCanceled: before.choices.step !== 'finished' };
        await stored.set(id, wizard);
        return getStatus(wizard);
      }),
    wizardStatus: async (id) => getStatus(await require(id)),
  };
}

async function continueWizard(
  wizard: Wizard,
  answer: WizardAnswer | undefined,
  ports: Ports,
  actions: SetupActions,
): Promise<{ readonly wizard: Wizard; readonly progress: WizardProgress }> {
  if (answer === undefined || getStatus(wizard) !== 'running')
    return { wizard, progress: await describeProgress(wizard, ports) };
  if (answer.questionId !== wizard.choices.step)
    throw invalidRequest(`The current step is ${wizard.choices.step}.`, 'WIZARD_STEP');
  try {
    const next = { ...wizard, choices: await applyAnswer(wizard.choices, answer.value, ports, actions) };
    return { wizard: next, progress: await describeProgress(next, ports) };
  } catch (error) {
    // An invalid choice: the same question is asked again, with the reason.
    if (error instanceof GatewayError && error.code === 'INVALID_REQUEST')
      return { wizard, progress: { ...(await describeProgress(wizard, ports)), error: error.message } };
    throw error;
  }
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
