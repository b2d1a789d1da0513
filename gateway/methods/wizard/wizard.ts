// First-run setup over the protocol's wizard methods.
import type { WIZARD_METHODS } from '#contract/methods/wizard.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { SetupActions, WizardProgress } from '#core/engine/setup-facet.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';

export const WIZARD_HANDLERS: HandlersFor<typeof WIZARD_METHODS> = {
  async 'wizard.start'({ mode, flow, workspace }, { services }) {
    if (mode === 'remote') throw invalidRequest('only this gateway can be set up here', 'WIZARD_MODE', 'Omit mode.');
    if (flow === 'channels') throw invalidRequest('there are no channels to set up', 'WIZARD_FLOW', 'Omit flow.');
    const { id, ...progress } = await services.engine.setup.startWizard(workspace);
    return { sessionId: id, ...toProgress(progress) };
  },

  async 'wizard.next'({ sessionId, answer }, call) {
    const given = answer === undefined ? undefined : { questionId: answer.stepId, value: answer.value };
    return toProgress(await call.services.engine.setup.continueWizard(sessionId, given, actionsFor(call)));
  },

  'wizard.cancel': ({ sessionId }, { services }) => ({
    status: toStatus(services.engine.setup.cancelWizard(sessionId)),
  }),
  'wizard.status': ({ sessionId }, { services }) => ({
    status: toStatus(services.engine.setup.wizardStatus(sessionId)),
  }),
};

/** Each change needs what the method that makes it directly needs: its scope, and its fresh proof. */
function actionsFor({ services, connection, authorize }: Call): SetupActions {
  const { providers, setup } = services.engine;
  return {
    async setProvider(change) {
      authorize('providers.set', change);
      return providers.set(change, connection.principal);
    },
    async choose(choice) {
      authorize('setup.choose', choice);
      return setup.choose(choice, connection.principal);
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
