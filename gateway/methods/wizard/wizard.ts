// First-run setup over the protocol's wizard methods.
import type { WIZARD_METHODS } from '#contract/methods/wizard.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { makeWizards } from './wizards.ts';
import { setupStatus } from '../setup/setup.ts';

export const WIZARD_HANDLERS: HandlersFor<typeof WIZARD_METHODS> = {
  async 'wizard.start'({ mode, flow, workspace }, call) {
    if (mode === 'remote') throw invalidRequest('only this gateway can be set up here', 'WIZARD_MODE', 'Omit mode.');
    if (flow === 'channels') throw invalidRequest('there are no channels to set up', 'WIZARD_FLOW', 'Omit flow.');
    const status = await setupStatus(call.services);
    const offered = workspace ?? status.workspace ?? status.suggestedWorkspace;
    return call.gateway.state(makeWizards).start(call.services.ids.next(), offered, call);
  },
  'wizard.next': ({ sessionId, answer }, call) => call.gateway.state(makeWizards).next(sessionId, answer, call),
  'wizard.cancel': ({ sessionId }, { gateway }) => gateway.state(makeWizards).cancel(sessionId),
  'wizard.status': ({ sessionId }, { gateway }) => gateway.state(makeWizards).status(sessionId),
};
