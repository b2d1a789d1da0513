// First-run setup over the protocol's wizard methods.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { SetupActions, WizardProgress } from '#core/engine/setup-facet.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

export const WIZARD_HANDLERS = defineHandlers({
  async 'wizard.start'({ mode, flow, workspace }, { engine }) {
    if (mode === 'remote')
      throw invalidRequest('The wizard can only set up this gateway.', 'WIZARD_MODE', 'Omit mode.');
    if (flow === 'channels') throw invalidRequest('There are no channels to set up.', 'WIZARD_FLOW', 'Omit flow.');
    const { id, ...progress } = await engine.setup.startWizard(workspace);
    return { sessionId: id, ...toProgress(progress) };
  },

  async 'wizard.next'({ sessionId, answer }, call) {
    const given = answer === undefined ? undefined : { questionId: answer.stepId, value: answer.value };
    return toProgress(await call.engine.setup.continueWizard(sessionId, given, actionsFor(call)));
  },

  'wizard.cancel': async ({ sessionId }, { engine }) => ({
    status: toStatus(await engine.setup.cancelWizard(sessionId)),
  }),
  'wizard.status': async ({ sessionId }, { engine }) => ({
    status: toStatus(await engine.setup.wizardStatus(sessionId)),
  }),
});

/** Each change needs what the method that makes it directly needs: its scope, and its fresh proof. */
function actionsFor({ engine, by, authorize }: Call): SetupActions {
  const { providers, setup } = engine;
  return {
    async setProvider(change) {
      authorize('providers.set', change);
      return providers.set(change, by);
    },
    async choose(choice) {
      authorize('setup.choose', choice);
      return setup.choose(choice, by);
    },
  };
}

function toProgress({ status, question, model, error }: WizardProgress): PublishedType<'WizardNextResult'> {
  const done = status !== 'running';
  if (question === undefined) return { done, status: toStatus(status), ...defined({ preparedModelRef: model }) };
  const { options, ...texts } = question;
  const step = { ...texts, ...(options === undefined ? {} : { options: [...options] }) };
  const type = options === undefined ? ('text' as const) : ('select' as const);
  return { done, status: toStatus(status), step: { ...step, type }, ...defined({ error }) };
}

function toStatus(status: WizardProgress['status']) {
  return status === 'canceled' ? 'cancelled' : status;
}
